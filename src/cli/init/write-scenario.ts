// Writes the first scenario of a recipe, with the overlay of what sweep would mend beside it, and says what
// to do next. `init` does so, and `sweep --scenario`.
import { basename, dirname, join, relative, resolve } from 'node:path';
import { LabError } from '../../base/lab-error.js';
import { writeNew } from '../files/write-new.js';
import { shellWord } from '../terminal/shell-word.js';
import { packageRoot } from '../package-root.js';
import { firstScenario } from './first-scenario.js';
import { lookAtRecipe, type LookedAt, type LookRequest } from './look-at-recipe.js';
import { mendingOverlays } from './mending-overlays.js';
import { withStandIns } from './with-stand-ins.js';

export interface WriteRequest extends LookRequest {
  /** Programs in place of all images. */
  readonly standIns?: boolean;
}

export interface WrittenScenario {
  readonly looked: LookedAt;
  /** The scenario first, then its overlay where there is one. */
  readonly written: readonly [string, ...string[]];
  /** That of stand-ins, where there are any. */
  readonly folders: readonly string[];
}

const lookMs = 60_000;

export interface Target {
  /** The scenario's file; by default it is called after the recipe. */
  readonly to: string | undefined;
  /** The option that names it. */
  readonly by: string;
}

/** Throws `bad-input` where there is no recipe, or something has the file's name. */
export async function writeScenario(request: WriteRequest, { to, by }: Target): Promise<WrittenScenario> {
  const looked = await lookAtRecipe(request, AbortSignal.timeout(lookMs));
  const file = to ?? `${looked.name}-upgrade.yml`;
  if (file === '')
    throw new LabError('bad-input', 'no file is named for the scenario', {
      hint: 'leave it out, or name one',
    });
  const overlays = mendingOverlays(looked, looked.name, join('overlays', basename(file)));
  const standIns = request.standIns === true ? withStandIns(looked, file) : null;
  const text = firstScenario({
    ...looked,
    ...standIns?.found,
    source: { ...looked.source, path: from(dirname(file), looked.source.path) },
    overlays: overlays.paths,
    schema: from(dirname(file), join(packageRoot, 'schema', 'scenario.schema.json')),
  });
  const beside = overlays.files.map((one) => ({ ...one, path: join(dirname(file), one.path) }));
  const hint = `remove it, or name another file for the scenario: ${by} FILE`;
  writeNew([{ path: file, text }, ...beside, ...(standIns?.files ?? [])], hint);
  const folder = standIns === null ? [] : [standIns.folder];
  return { looked, written: [file, ...beside.map(({ path }) => path)], folders: folder };
}

export function nextCommands({ written: [file, overlay] }: WrittenScenario): readonly string[] {
  const name = shellWord(file);
  return [
    `next: driftlab check ${name}`,
    `      driftlab run ${name} --trials 1`,
    `      driftlab gate ${name} --rate-below 20%${overlay === undefined ? '' : ' --arm with-overlay'}`,
  ];
}

export function baseOf({ source }: LookedAt): string {
  return source.kind === 'folder' ? 'from base.yml to head.yml' : `from ${source.base} to ${source.head}`;
}

function from(folder: string, path: string): string {
  const way = relative(resolve(folder), resolve(path));
  return way === '' ? '.' : way;
}
