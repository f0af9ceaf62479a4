// Overlays: compose files of the scenario that are dropped into the worktree, untracked, as the harness does.
import { copyFile, readFile, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { LabError, messageOf } from '../base/lab-error.js';
import type { Step } from '../evidence/fact.js';
import type { Settings } from '../scenario/scenario.js';
import { settingsAt } from '../scenario/sides.js';

/** An overlay's place in the scenario, and its name in the worktree. */
export interface Overlay {
  readonly source: string;
  readonly name: string;
}

export type StepOverlays = Readonly<Record<Step, readonly Overlay[]>>;

/** Of both steps. Throws `bad-input` when two of a step would have the same name. */
export function stepOverlaysOf(settings: Settings, scenarioDir: string): StepOverlays {
  const of = (step: Step): readonly Overlay[] => overlaysOf(settingsAt(settings, step).overlays, scenarioDir);
  return { base: of('base'), upgrade: of('upgrade') };
}

/**
 * `overlays/stop-first.yml` becomes `compose.stop-first.yml`. Throws `bad-input` when two would have the same
 * name.
 */
function overlaysOf(paths: readonly string[], scenarioDir: string): readonly Overlay[] {
  const overlays = paths.map((path) => ({ source: resolve(scenarioDir, path), name: nameInTree(path) }));
  const twice = overlays.find(
    ({ name }, index) => overlays.findIndex((other) => other.name === name) !== index,
  );
  if (twice === undefined) return overlays;
  throw new LabError('bad-input', `overlays: two files would both be ${twice.name} in the worktree`, {
    hint: 'rename one of them',
    phase: 'tree',
  });
}

function nameInTree(path: string): string {
  const stem = basename(path)
    .replace(/\.ya?ml$/, '')
    .replace(/^compose\./, '');
  return `compose.${stem}.yml`;
}

/** Takes away what another step dropped in and this one does not have: a checkout leaves it where it is. */
export async function takeOverlays(overlays: StepOverlays, step: Step, dir: string): Promise<void> {
  const kept = new Set(overlays[step].map(({ name }) => name));
  const others = overlays[step === 'base' ? 'upgrade' : 'base'];
  for (const { name } of others) if (!kept.has(name)) await rm(join(dir, name), { force: true });
}

/** Copies the overlays into the tree. Throws `bad-input` for a file that cannot be read. */
export async function dropOverlays(overlays: readonly Overlay[], dir: string): Promise<void> {
  for (const { source, name } of overlays) {
    await copyFile(source, join(dir, name)).catch((error: unknown) => {
      throw unreadable(source, error);
    });
  }
}

/**
 * The overlays' texts. Throws `bad-input` for two of one name in the worktree, and for a file that cannot be
 * read.
 */
export async function overlayTexts(
  paths: readonly string[],
  scenarioDir: string,
): Promise<readonly string[]> {
  return Promise.all(
    overlaysOf(paths, scenarioDir).map(({ source }) =>
      readFile(source, 'utf8').catch((error: unknown) => {
        throw unreadable(source, error);
      }),
    ),
  );
}

function unreadable(source: string, error: unknown): LabError {
  return new LabError('bad-input', `overlay ${source}: ${messageOf(error)}`, {
    hint: 'overlay paths are relative to the scenario file',
    phase: 'tree',
    cause: error,
  });
}
