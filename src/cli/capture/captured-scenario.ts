// The scenario of a captured stack, and the overlay of what sweep would mend in it.
import { counted } from '../../base/counted.js';
import { join, relative, resolve } from 'node:path';
import { changedServices, leftOutText, memoryFor, type LiveStack } from '../../capture/index.js';
import { readFileSync } from 'node:fs';
import type { NewFile } from '../files/write-new.js';
import { firstScenario } from '../init/first-scenario.js';
import { lookAtRecipe } from '../init/look-at-recipe.js';
import { mendingOverlays } from '../init/mending-overlays.js';
import { packageRoot } from '../package-root.js';
import type { CapturedRecord, RecordedImage } from './captured-record.js';

export interface CapturedParts {
  /** Where the folder is written first, and where it will be. */
  readonly part: string;
  readonly to: string;
  readonly live: LiveStack;
  readonly record: CapturedRecord;
  readonly images: readonly RecordedImage[];
}

export interface ScenarioFiles {
  /** By their path in the folder. */
  readonly files: readonly NewFile[];
  /** Services whose two versions differ, without the stack's name. */
  readonly changed: readonly string[];
  readonly hasOverlay: boolean;
  readonly memoryBecause: string;
}

export const scenarioName = 'scenario.yml';
const overlayName = 'overlays/mended.yml';
const lookMs = 60_000;

export async function scenarioFiles(parts: CapturedParts): Promise<ScenarioFiles> {
  const { part, to, live, record } = parts;
  const recipe = join(part, 'recipe');
  const looked = await lookAtRecipe(
    { dir: recipe, base: undefined, head: undefined },
    AbortSignal.timeout(lookMs),
  );
  const [base, head] = ['base.yml', 'head.yml'].map((file) => readFileSync(join(recipe, file), 'utf8'));
  const changed = changedServices(base ?? '', head ?? '');
  const name = nameOf(live.name);
  const overlays = mendingOverlays(looked, live.name, overlayName);
  const memory = memoryFor(live);
  const text = firstScenario({
    ...looked,
    name,
    source: { kind: 'folder', path: 'recipe' },
    services: underTest(looked.services, changed),
    images: sourcesOf(parts.images),
    overlays: overlays.paths,
    schema: relative(resolve(to), join(packageRoot, 'schema', 'scenario.schema.json')),
    words: {
      question: questionOf(live.name, record),
      said: headLines(live, record, changed),
      memoryBytes: memory.bytes,
      memoryComment: memory.because,
      imagesComment:
        record.standIns.length === 0
          ? 'Copies of what ran there.'
          : 'Copies of what ran there, and stand-ins for what the engine that answered does not have.',
    },
  });
  return {
    files: [{ path: scenarioName, text }, ...overlays.files],
    changed,
    hasOverlay: overlays.files.length > 0,
    memoryBecause: memory.because,
  };
}

/** One that the upgrade changes, `app` before others. */
function underTest(
  all: readonly [string, ...string[]],
  changed: readonly string[],
): readonly [string, ...string[]] {
  const chosen = changed.includes(all[0]) ? all[0] : (all.find((one) => changed.includes(one)) ?? all[0]);
  return [chosen, ...all.filter((one) => one !== chosen)];
}

function sourcesOf(images: readonly RecordedImage[]) {
  const each = new Map(images.map((image) => [image.tag, image]));
  return [...each.values()].map(({ tag, tar, build, absent }) => {
    if (absent === true) return { tag, absent };
    return tar === undefined ? { tag, build: build ?? '' } : { tag, tar };
  });
}

function questionOf(stack: string, { standIns }: CapturedRecord): string {
  const services = [...new Set(standIns.map(({ service }) => service))];
  return (
    `Does the upgrade of ${stack} hold, as it was captured` +
    `${services.length === 0 ? '' : `, with a stand-in for ${services.join(', ')}`}?`
  );
}

function headLines(
  { name, engine }: LiveStack,
  { takenAt, said, standIns, leftOut, madeUp }: CapturedRecord,
  changed: readonly string[],
): readonly string[] {
  const nodes = counted(engine.nodes, 'node');
  return [
    `Written by driftlab capture from the stack ${name}, as it stood ${takenAt} on a swarm of ${nodes} ` +
      `(engine ${engine.version}).`,
    changed.length === 0
      ? 'Base and head are the same: swarm knows one version of it.'
      : `The upgrade changes ${changed.join(', ')}.`,
    'Volumes are empty, secrets are made up. docs/capture.md says what a capture carries over.',
    ...said,
    ...standIns.map(({ service, version, says }) => `Stand-in for ${service} (${version}): ${says}.`),
    ...(madeUp.length === 0 ? [] : [`Made values take the place of secrets in: ${madeUp.join(', ')}.`]),
    ...(leftOut.length === 0 ? [] : ['Not as it was:', ...leftOut.map((one) => `  ${leftOutText(one)}`)]),
  ];
}

/** As a recipe may be called. */
function nameOf(stack: string): string {
  const name = stack
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'stack' : name;
}
