// One cell of the table: the real command on a real engine, one fault in one phase, and what the lab then
// says of the trial.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/verdict/verdict.js';
import { root } from '../cli/driftlab.js';
import type { Fault, PlantedIn, Prepared } from './fault.js';
import { engineOf, firstAttempt, linesOf, placeIn, type Place } from './place.js';

export interface CellRun {
  readonly fault: Fault;
  readonly phase: PlantedIn;
  /** A folder of its own, with a short path; made where it is not there. */
  readonly folder: string;
  /** Whether the lab may go on once the first attempt is over, and make the trial again. */
  readonly rerun: boolean;
}

/** What happened. */
export interface Happened {
  /** Why the fault was not planted; null when it was. */
  readonly trouble: string | null;
  /**
   * From planting it to the end of the first attempt, or of the command where that had no such end; null when
   * neither came.
   */
  readonly seconds: number | null;
  /** The verdict on the first attempt; null when there is none. */
  readonly first: Told | null;
  /** The verdict that counts in the end; null when there is none. */
  readonly last: Told | null;
  /** Exit code of the command; null when it had to be killed. */
  readonly code: number | null;
  readonly stderr: string;
  /** Engines whose folder or process is still there. */
  readonly left: readonly string[];
}

export interface Told {
  readonly outcome: string;
  readonly component: string | null;
  readonly reason: string;
}

const lookMs = 15;
/**
 * The command is killed when it is not over by then: a cell that hangs must not keep the others from running.
 */
const patienceMs = 240_000;

export async function runCell({ fault, phase, folder, rerun }: CellRun): Promise<Happened> {
  const place = placeIn(
    folder,
    fault.ownCache === true ? join(folder, 'cache') : join(root, 'node_modules', '.cache'),
  );
  const prepared = await fault.prepare(place);
  try {
    return await planted({ place, prepared, phase, rerun });
  } finally {
    prepared.clear?.();
  }
}

interface Cell {
  readonly place: Place;
  readonly prepared: Prepared;
  readonly phase: PlantedIn;
  readonly rerun: boolean;
}

async function planted({ place, prepared, phase, rerun }: Cell): Promise<Happened> {
  const { child, ended, stderr } = start(place, prepared);
  const over = { code: undefined as number | null | undefined };
  void ended.then((code) => {
    over.code = code;
  });
  const until = async (holds: () => boolean, untilMs = Infinity): Promise<boolean> => {
    const deadlineMs = performance.now() + untilMs;
    while (over.code === undefined && performance.now() < deadlineMs && !holds())
      await new Promise((resolve) => {
        setTimeout(resolve, lookMs);
      });
    return holds();
  };
  const reached = await until(() => isIn(place, phase));
  const plantedMs = performance.now();
  const trouble = reached ? await attempted(prepared.plant) : `the phase ${phase} never came`;
  const isOver = await until(() => linesOf(place).some(({ kind }) => kind === 'trial-end'), patienceMs);
  const seconds = isOver || over.code !== undefined ? (performance.now() - plantedMs) / 1000 : null;
  prepared.lift?.();
  if (!rerun && isOver) {
    await until(() => existsSync(join(firstAttempt(place) ?? '', 'verdict.json')));
    child.kill('SIGINT');
  }
  const killer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  const code = await ended;
  clearTimeout(killer);
  return {
    trouble,
    seconds,
    first: toldIn(firstAttempt(place)),
    last: toldIn(lastAttempt(place)),
    code,
    stderr: stderr(),
    left: leftOf(place),
  };
}

function start(
  place: Place,
  { args = [], env = {} }: Prepared,
): { readonly child: ChildProcess; readonly ended: Promise<number | null>; readonly stderr: () => string } {
  const { folder, state, results, tmp, cache } = place;
  const scenario = join(root, 'test', 'faults', 'upgrade', 'scenario.yml');
  const child = spawn(
    process.execPath,
    [
      join(root, 'dist', 'cli', 'main.js'),
      'run',
      scenario,
      ...args,
      '--trials',
      '1',
      '--jobs',
      '1',
      '--seed',
      '1',
      '--out',
      results,
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        DRIFTLAB_STATE: state,
        TMPDIR: tmp,
        XDG_CACHE_HOME: cache,
        NO_COLOR: '1',
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  place.lab = child.pid ?? null;
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return {
    child,
    ended: new Promise((resolve) => {
      child.once('close', resolve);
    }),
    stderr: () => said,
  };
}

async function attempted(plant: Prepared['plant']): Promise<string | null> {
  try {
    await plant();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * A phase in the midst of what it is for: the engine is up and gets its images, the base's container has
 * started, the head is being deployed.
 */
function isIn(place: Place, phase: PlantedIn): boolean {
  if (phase === 'engine') return engineOf(place)?.nodes[0]?.init != null;
  return linesOf(place).some((line) => {
    if (phase === 'base') return line.kind === 'container' && line.action === 'start';
    if (phase === 'upgrade') return line.kind === 'deploy' && line.step === phase && line.mark === 'begin';
    return line.kind === 'phase' && line.phase === phase && line.mark === 'begin';
  });
}

function lastAttempt(place: Place): string | null {
  const first = firstAttempt(place);
  return first === null ? null : join(first, '..', '001');
}

function toldIn(folder: string | null): Told | null {
  const file = join(folder ?? '', 'verdict.json');
  if (folder === null || !existsSync(file)) return null;
  const run = (JSON.parse(readFileSync(file, 'utf8')) as Verdict).runs[0];
  return run === undefined ? null : { outcome: run.outcome, component: run.component, reason: run.reason };
}

function leftOf({ state }: Place): readonly string[] {
  const engines = join(state, 'engines');
  return existsSync(engines) ? readdirSync(engines) : [];
}
