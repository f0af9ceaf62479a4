// Where one cell of the table happens: folders of its own, and what runs in them, seen from outside.
import { existsSync, readdirSync, readFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../../src/evidence/evidence.js';
import type { EngineRecord } from '../../src/engine/engine-record.js';
import { daemonUnder } from '../../src/engine/launch.js';
import { childOf, childrenOf, pidOf } from '../../src/engine/processes.js';
import { attemptName } from '../../src/plan/attempt.js';

export interface Place {
  readonly folder: string;
  readonly state: string;
  readonly results: string;
  /** For temporary files. */
  readonly tmp: string;
  /** For images. */
  readonly cache: string;
  /** Process id of the lab; null before it is started. */
  lab: number | null;
}

export function placeIn(folder: string, cache: string): Place {
  const place: Place = {
    folder,
    state: join(folder, 'state'),
    results: join(folder, 'results'),
    tmp: join(folder, 'tmp'),
    cache,
    lab: null,
  };
  for (const own of [place.state, place.results, place.tmp]) mkdirSync(own, { recursive: true });
  return place;
}

/** The engine that runs now; null when none is on record. */
export function engineOf({ state }: Place): EngineRecord | null {
  const folder = join(state, 'engines');
  const [id] = existsSync(folder) ? readdirSync(folder) : [];
  try {
    return id === undefined
      ? null
      : (JSON.parse(readFileSync(join(folder, id, 'engine.json'), 'utf8')) as EngineRecord);
  } catch {
    return null; // it is being made or removed at this very moment
  }
}

export type EngineProcess = 'dockerd' | 'containerd' | 'containerd-shim';

/** Process ids of the engine's own processes of that name. Shims are those of the app's containers. */
export function processesOf(place: Place, name: EngineProcess): readonly number[] {
  const init = engineOf(place)?.nodes[0]?.init ?? null;
  if (init === null) return [];
  const dockerd = daemonUnder(init);
  if (name === 'containerd-shim') return shimsOf(place, childrenOf(init, name).map(pidOf));
  const found = name === 'dockerd' || dockerd === null ? dockerd : childOf(dockerd, name);
  return found === null ? [] : [pidOf(found)];
}

function shimsOf(place: Place, shims: readonly number[]): readonly number[] {
  const containers = linesOf(place).flatMap((line) => (line.kind === 'container' ? line.containerId : []));
  return shims.filter((pid) =>
    containers.some((id) => readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(id)),
  );
}

/** The folder of the trial's first attempt: under the trial's own name until it is made again. */
export function firstAttempt({ results }: Place): string | null {
  const campaign = readdirSync(results).filter(
    (name) => existsSync(join(results, name, 'trials')) && name !== 'latest',
  )[0];
  if (campaign === undefined) return null;
  const trials = join(results, campaign, 'trials');
  const lost = join(trials, attemptName('001', 1));
  return existsSync(lost) ? lost : join(trials, '001');
}

/** The whole lines of the first attempt so far. */
export function linesOf(place: Place): readonly Evidence[] {
  const folder = firstAttempt(place);
  const file = folder === null ? null : join(folder, 'evidence.jsonl');
  return file !== null && existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Evidence)
    : [];
}
