// What earlier runs left behind: engines, stacks on existing engines, and scratch folders whose driftlab is
// gone. What somebody still uses is never touched, and what somebody may still use only when that is asked
// for.
import { lstatSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { ownNamespace, scratchMaker } from '../base/scratch.js';
import {
  engineFolders,
  isWithoutEngine,
  readRecord,
  readRecords,
  type EngineRecord,
} from './engine-record.js';
import { nameOf } from './existing/address.js';
import { undoLeftVisit } from './existing/undo-visit.js';
import { isWithoutVisit, readVisit, visitFolders } from './existing/visit-record.js';
import { isAlive, pidOf, tagOf } from './processes.js';
import { doubtOf, isHeld, ownerOf, seesProcesses } from './record-owner.js';
import { undoEngine } from './undo-engine.js';

const undoMs = 300_000;

export interface Leftover {
  readonly path: string;
  /** What it is, as the object of "removed …". */
  readonly what: string;
  /** Why somebody may still use it, as far as can be seen from here; null of what nobody uses. */
  readonly doubt: string | null;
  readonly remove: () => Promise<void>;
}

export interface ListedEngine extends EngineRecord {
  /** Whether its processes run. */
  readonly running: boolean;
}

/**
 * Engines that are nobody's any more, and what driftlabs that are gone left on existing engines and in
 * scratch folders.
 */
export function findLeftovers(stateDir: string): readonly Leftover[] {
  return [...leftEngines(stateDir), ...leftVisits(stateDir), ...leftScratch()];
}

export interface Cleaning {
  readonly leftover: Leftover;
  /** What came in the way; null of what is gone now. */
  readonly failure: unknown;
}

/**
 * Removes them one after the other. What cannot be removed keeps its record for a later time, and does not
 * keep the others from going.
 */
export async function removeLeftovers(leftovers: readonly Leftover[]): Promise<readonly Cleaning[]> {
  const cleanings: Cleaning[] = [];
  for (const leftover of leftovers) {
    const failure: unknown = await leftover.remove().then(
      () => null,
      (error: unknown) => error,
    );
    cleanings.push({ leftover, failure });
  }
  return cleanings;
}

/** Every engine in the state folder, of this driftlab or another, oldest first. */
export function listEngines(stateDir: string): readonly ListedEngine[] {
  return readRecords(stateDir).map((record) => ({ ...record, running: isRunning(record) }));
}

/**
 * Ends the engine that a person keeps; throws a `bad-input` LabError when there is none, or when a run is
 * using it.
 */
export async function downEngine(stateDir: string, id: string): Promise<void> {
  const record = readRecords(stateDir).find((one) => one.id === id);
  if (record === undefined) {
    throw new LabError('bad-input', `there is no engine ${id}`, {
      hint: 'List them with `driftlab engine ls`.',
    });
  }
  if (!record.keep && ownerOf(record) === 'runs') {
    throw new LabError(
      'bad-input',
      `engine ${id} is in use by the driftlab with pid ${String(pidOf(record.lab))}`,
      {
        hint: 'End that run; its engines end with it.',
      },
    );
  }
  if (!seesProcesses(record)) {
    throw new LabError(
      'bad-input',
      `the processes of engine ${id} cannot be seen from here: ${doubtOf(record)}`,
      { hint: 'take it down where it was started' },
    );
  }
  await undoEngine(record);
}

function leftEngines(stateDir: string): readonly Leftover[] {
  return engineFolders(stateDir).flatMap((folder): readonly Leftover[] => {
    const record = readRecord(folder);
    if (record === null) {
      if (isHeld(folder)) return [];
      const what = `engine folder ${basename(folder)}`;
      return [
        isWithoutEngine(folder)
          ? folderLeftover(folder, `${what} without a record, of an engine that was never started`)
          : unreadable(folder, what),
      ];
    }
    const owner = ownerOf(record);
    if (owner === 'runs' || (record.keep && isRunning(record))) return [];
    const why = record.keep ? 'which was kept and has ended' : 'left by a driftlab that is gone';
    const doubt = owner === 'unknown' || (record.keep && !seesProcesses(record)) ? doubtOf(record) : null;
    return [
      {
        path: folder,
        what: `engine ${record.id} of ${record.when}, ${why}`,
        doubt,
        remove: () => undoEngine(record),
      },
    ];
  });
}

function leftVisits(stateDir: string): readonly Leftover[] {
  return visitFolders(stateDir).flatMap((folder): readonly Leftover[] => {
    const record = readVisit(folder);
    if (record === null) {
      if (isHeld(folder)) return [];
      const what = `visit folder ${basename(folder)}`;
      return [
        isWithoutVisit(folder)
          ? folderLeftover(folder, `${what} without a record, of a visit that never began`)
          : unreadable(folder, what),
      ];
    }
    const owner = ownerOf(record);
    if (owner === 'runs') return [];
    const put = record.stacks.length === 0 ? 'nothing' : record.stacks.join(', ');
    const what = `what a driftlab that is gone put on ${nameOf(record.address)} at ${record.when}: ${put}`;
    return [
      {
        path: folder,
        what,
        doubt: owner === 'unknown' ? doubtOf(record) : null,
        remove: () => undoLeftVisit(folder, AbortSignal.timeout(undoMs)),
      },
    ];
  });
}

/** The record is all that says what there is to remove. */
function unreadable(path: string, called: string): Leftover {
  const remove = (): Promise<void> =>
    Promise.reject(
      new LabError('bad-input', `${path} has a record that this version of driftlab cannot read, and stays`, {
        hint:
          'run `clean` with the version of driftlab that wrote it; or see to what it names yourself, ' +
          'and remove the folder',
      }),
    );
  return { path, what: `${called}, whose record cannot be read`, doubt: null, remove };
}

function isRunning({ nodes }: EngineRecord): boolean {
  return nodes.some(({ init, launcher }) => [init, launcher].some((tag) => tag !== null && isAlive(tag)));
}

/** A pid that lives again as another program only keeps a folder longer. */
function leftScratch(): readonly Leftover[] {
  return readdirSync(tmpdir()).flatMap((name) => {
    const maker = scratchMaker(name);
    const path = join(tmpdir(), name);
    if (maker === null || !isOwnFolder(path)) return [];
    const isElsewhere = maker.namespace !== null && maker.namespace !== ownNamespace();
    if (!isElsewhere && tagOf(maker.pid) !== null) return [];
    const doubt = isElsewhere
      ? `its driftlab was pid ${String(maker.pid)} of another pid namespace, and may run there still`
      : null;
    return [{ ...folderLeftover(path, `scratch folder ${name}, left by a driftlab that is gone`), doubt }];
  });
}

/** The temporary folder is everybody's: what another user put there under such a name is not ours. */
function isOwnFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.();
}

function folderLeftover(path: string, what: string): Leftover {
  return { path, what, doubt: null, remove: () => rm(path, { recursive: true, force: true }) };
}
