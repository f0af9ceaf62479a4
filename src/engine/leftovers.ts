// What earlier runs left behind: engines and scratch folders whose driftlab is gone. What somebody still uses is never touched.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { present } from '../base/assert.js';
import { LabError } from '../base/lab-error.js';
import { engineFolders, readRecord, readRecords, type EngineRecord } from './engine-record.js';
import { isAlive, tagOf, type ProcessTag } from './processes.js';
import { undoEngine } from './undo-engine.js';

export interface Leftover {
  readonly path: string;
  /** What it is, one sentence. */
  readonly what: string;
  readonly remove: () => Promise<void>;
}

export interface ListedEngine extends EngineRecord {
  /** Whether its processes run. */
  readonly running: boolean;
}

const scratchPrefix = 'driftlab-';
const markerName = '.driftlab-owner';

/** Engines that are nobody's any more, and scratch folders of driftlabs that are gone. */
export function findLeftovers(stateDir: string): readonly Leftover[] {
  return [...leftEngines(stateDir), ...leftScratch()];
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
    throw new LabError('bad-input', `engine ${id} is in use by the driftlab with pid ${String(record.lab.split('@')[0])}`, {
      hint: 'End that run; its engines end with it.',
    });
  }
  await undoEngine(record);
}

/** Marks a scratch folder as this process's, so that a later run can tell when it is nobody's. */
export function markScratch(folder: string): void {
  writeFileSync(join(folder, markerName), present(tagOf(process.pid), 'own process'));
}

function leftEngines(stateDir: string): readonly Leftover[] {
  return engineFolders(stateDir).flatMap((folder) => {
    const record = readRecord(folder);
    if (record === null) return [folderLeftover(folder, `engine folder ${basename(folder)} has no record: it was never started`)];
    if (isUsed(record)) return [];
    const what = record.keep ? 'was kept and has ended' : 'was left by a driftlab that is gone';
    return [{ path: folder, what: `engine ${record.id} of ${record.when} ${what}`, remove: () => undoEngine(record) }];
  });
}

/** A kept engine is its user's for as long as it runs. */
function isUsed(record: EngineRecord): boolean {
  return isAlive(record.lab) || (record.keep && isRunning(record));
}

function isRunning({ init, launcher }: EngineRecord): boolean {
  return [init, launcher].some((tag) => tag !== null && isAlive(tag));
}

function leftScratch(): readonly Leftover[] {
  return readdirSync(tmpdir())
    .filter((name) => name.startsWith(scratchPrefix))
    .map((name) => join(tmpdir(), name))
    .flatMap((folder) => {
      const owner = ownerOf(folder);
      return owner === null || isAlive(owner) ? [] : [folderLeftover(folder, `scratch folder ${basename(folder)} of a driftlab that is gone`)];
    });
}

/** Null when the folder does not carry driftlab's mark. */
function ownerOf(folder: string): ProcessTag | null {
  try {
    const owner = readFileSync(join(folder, markerName), 'utf8');
    return /^\d+@\d+$/.test(owner) ? owner : null;
  } catch {
    return null;
  }
}

function folderLeftover(path: string, what: string): Leftover {
  return { path, what, remove: () => rm(path, { recursive: true, force: true }) };
}
