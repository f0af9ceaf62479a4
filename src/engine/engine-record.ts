// What an engine is and how to undo it, on disk before anything of it is started, so that any later run can
// sweep it.
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { present } from '../base/assert.js';
import type { FileLock } from '../base/file-lock.js';
import { LabError } from '../base/lab-error.js';
import { tagOf, type ProcessTag } from './processes.js';
import {
  beginRecord,
  foldersIn,
  hasNoRecord,
  readRecordFile,
  writeRecordFile,
  type FolderRecord,
} from './record-file.js';
import { thisMachine } from './record-owner.js';
import { enginesDir } from './state-dir.js';

export interface EngineRecord extends FolderRecord {
  readonly id: string;
  readonly socketPath: string;
  /** Name of its cgroup below the root of each hierarchy. */
  readonly cgroup: string;
  readonly memoryBytes: number;
  /** Folder that its programs come from; null: those of this machine. */
  readonly programs: string | null;
  /** Whether it is meant to outlive the program that started it. */
  readonly keep: boolean;
  /** When it was started, ISO 8601. */
  readonly when: string;
  /** First process of its chain; null until it is started. */
  readonly launcher: ProcessTag | null;
  /** Process 1 of its pid namespace; its end ends every process of the engine. */
  readonly init: ProcessTag | null;
}

interface EngineRequest {
  readonly memoryBytes: number;
  readonly stateDir: string;
  readonly programs?: string | null;
  readonly keep?: boolean;
}

const fileName = 'engine.json';
const socketPathMax = 107; // bytes of sun_path without the closing zero, unix(7)

export interface PlannedEngine {
  readonly record: EngineRecord;
  /** Says that this driftlab runs. */
  readonly hold: FileLock;
}

/** Makes the engine's folder with its record in it; nothing is started yet. */
export function planEngine({
  memoryBytes,
  stateDir,
  programs = null,
  keep = false,
}: EngineRequest): PlannedEngine {
  const id = randomBytes(4).toString('hex');
  const folder = resolve(enginesDir(stateDir), id);
  const socketPath = join(folder, 'docker.sock');
  if (Buffer.byteLength(socketPath) > socketPathMax) {
    throw new LabError('bad-input', `the path of the engine's socket is too long: ${socketPath}`, {
      hint: 'Set DRIFTLAB_STATE to a shorter folder.',
    });
  }
  const record: EngineRecord = {
    format: 1,
    id,
    folder,
    socketPath,
    cgroup: `driftlab-${id}`,
    memoryBytes,
    programs,
    keep,
    when: new Date().toISOString(),
    lab: present(tagOf(process.pid), 'own process'),
    machine: thisMachine(),
    launcher: null,
    init: null,
  };
  return { record, hold: beginRecord(fileName, record) };
}

export function writeRecord(record: EngineRecord): void {
  writeRecordFile(fileName, record);
}

/** The engine's record; null when its folder has none that this version can read. */
export function readRecord(folder: string): EngineRecord | null {
  return readRecordFile(fileName, folder) as EngineRecord | null;
}

/** Whether the folder is of an engine that was never started. */
export function isWithoutEngine(folder: string): boolean {
  return hasNoRecord(fileName, folder);
}

/** All engines with a record in the state folder, oldest first. */
export function readRecords(stateDir: string): readonly EngineRecord[] {
  return engineFolders(stateDir)
    .map(readRecord)
    .filter((record) => record !== null)
    .sort((a, b) => (a.when < b.when ? -1 : 1));
}

export function engineFolders(stateDir: string): readonly string[] {
  return foldersIn(enginesDir(stateDir));
}
