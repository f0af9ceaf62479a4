// What earlier runs left behind: engines, stacks on existing engines, and scratch folders whose driftlab is gone. What somebody still uses
// is never touched.
import { lstatSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { engineFolders, readRecord, readRecords, type EngineRecord } from './engine-record.js';
import { nameOf } from './existing/address.js';
import { undoLeftVisit } from './existing/undo-visit.js';
import { readVisit, visitFolders } from './existing/visit-record.js';
import { isAlive, pidOf, tagOf } from './processes.js';
import { undoEngine } from './undo-engine.js';

const undoMs = 300_000;

export interface Leftover {
  readonly path: string;
  /** What it is, as the object of "removed …". */
  readonly what: string;
  readonly remove: () => Promise<void>;
}

export interface ListedEngine extends EngineRecord {
  /** Whether its processes run. */
  readonly running: boolean;
}

/** Engines that are nobody's any more, and what driftlabs that are gone left on existing engines and in scratch folders. */
export function findLeftovers(stateDir: string): readonly Leftover[] {
  return [...leftEngines(stateDir), ...leftVisits(stateDir), ...leftScratch()];
}

/** Removes them one after the other; the first that cannot be removed throws. */
export async function removeLeftovers(leftovers: readonly Leftover[]): Promise<void> {
  for (const { remove } of leftovers) await remove();
}

/** Every engine in the state folder, of this driftlab or another, oldest first. */
export function listEngines(stateDir: string): readonly ListedEngine[] {
  return readRecords(stateDir).map((record) => ({ ...record, running: isRunning(record) }));
}

/** Ends the engine that a person keeps; throws a `bad-input` LabError when there is none, or when a run is using it. */
export async function downEngine(stateDir: string, id: string): Promise<void> {
  const record = readRecords(stateDir).find((one) => one.id === id);
  if (record === undefined) {
    throw new LabError('bad-input', `there is no engine ${id}`, { hint: 'List them with `driftlab engine ls`.' });
  }
  if (!record.keep && isAlive(record.lab)) {
    throw new LabError('bad-input', `engine ${id} is in use by the driftlab with pid ${String(pidOf(record.lab))}`, {
      hint: 'End that run; its engines end with it.',
    });
  }
  await undoEngine(record);
}

function leftEngines(stateDir: string): readonly Leftover[] {
  return engineFolders(stateDir).flatMap((folder) => {
    const record = readRecord(folder);
    if (record === null) return [folderLeftover(folder, `engine folder ${basename(folder)} without a record, of an engine that was never started`)];
    if (isUsed(record)) return [];
    const why = record.keep ? 'which was kept and has ended' : 'left by a driftlab that is gone';
    return [{ path: folder, what: `engine ${record.id} of ${record.when}, ${why}`, remove: () => undoEngine(record) }];
  });
}

function leftVisits(stateDir: string): readonly Leftover[] {
  return visitFolders(stateDir).flatMap((folder) => {
    const record = readVisit(folder);
    if (record === null) return [folderLeftover(folder, `visit folder ${basename(folder)} without a record, of a visit that never began`)];
    if (isAlive(record.lab)) return [];
    const put = record.stacks.length === 0 ? 'nothing' : record.stacks.join(', ');
    return [{ path: folder, what: `what a driftlab that is gone put on ${nameOf(record.address)} at ${record.when}: ${put}`, remove: () => undoLeftVisit(folder, AbortSignal.timeout(undoMs)) }];
  });
}

/** A kept engine is its user's for as long as it runs. */
function isUsed(record: EngineRecord): boolean {
  return isAlive(record.lab) || (record.keep && isRunning(record));
}

function isRunning({ init, launcher }: EngineRecord): boolean {
  return [init, launcher].some((tag) => tag !== null && isAlive(tag));
}

/** Trials put their pid into the name; a pid that lives again as another program only keeps a folder longer. */
function leftScratch(): readonly Leftover[] {
  return readdirSync(tmpdir())
    .filter((name) => {
      const pid = /^driftlab-(\d+)-/.exec(name)?.[1];
      return pid !== undefined && tagOf(Number(pid)) === null && isOwnFolder(join(tmpdir(), name));
    })
    .map((name) => folderLeftover(join(tmpdir(), name), `scratch folder ${name}, left by a driftlab that is gone`));
}

/** The temporary folder is everybody's: what another user put there under such a name is not ours. */
function isOwnFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.();
}

function folderLeftover(path: string, what: string): Leftover {
  return { path, what, remove: () => rm(path, { recursive: true, force: true }) };
}
