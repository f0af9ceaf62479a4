// What an engine is and how to undo it, on disk before anything of it is started, so that any later run can sweep it.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { present } from '../base/assert.js';
import { LabError } from '../base/lab-error.js';
import { tagOf, type ProcessTag } from './processes.js';
import { enginesDir } from './state-dir.js';

export interface EngineRecord {
  readonly format: 1;
  readonly id: string;
  readonly folder: string;
  readonly socketPath: string;
  /** Name of its cgroup below the root of each hierarchy. */
  readonly cgroup: string;
  readonly memoryBytes: number;
  /** Whether it is meant to outlive the program that started it. */
  readonly keep: boolean;
  /** When it was started, ISO 8601. */
  readonly when: string;
  /** The driftlab that started it. */
  readonly lab: ProcessTag;
  /** First process of its chain; null until it is started. */
  readonly launcher: ProcessTag | null;
  /** Process 1 of its pid namespace; its end ends every process of the engine. */
  readonly init: ProcessTag | null;
}

interface EngineRequest {
  readonly memoryBytes: number;
  readonly stateDir: string;
  readonly keep?: boolean;
}

const fileName = 'engine.json';
const socketPathMax = 107; // bytes of sun_path without the closing zero, unix(7)

/** Makes the engine's folder with its record in it; nothing is started yet. */
export function planEngine({ memoryBytes, stateDir, keep = false }: EngineRequest): EngineRecord {
  const id = randomBytes(4).toString('hex');
  const folder = resolve(enginesDir(stateDir), id);
  const socketPath = join(folder, 'docker.sock');
  if (Buffer.byteLength(socketPath) > socketPathMax) {
    throw new LabError('bad-input', `the path of the engine's socket is too long: ${socketPath}`, {
      hint: 'Set DRIFTLAB_STATE to a shorter folder.',
    });
  }
  mkdirSync(enginesDir(stateDir), { recursive: true, mode: 0o700 });
  mkdirSync(folder, { mode: 0o700 });
  const record: EngineRecord = {
    format: 1, id, folder, socketPath, cgroup: `driftlab-${id}`, memoryBytes, keep, when: new Date().toISOString(),
    lab: present(tagOf(process.pid), 'own process'), launcher: null, init: null,
  };
  writeRecord(record);
  return record;
}

export function writeRecord(record: EngineRecord): void {
  const path = join(record.folder, fileName);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
}

/** The engine's record; null when its folder has none that this version can read. */
export function readRecord(folder: string): EngineRecord | null {
  try {
    const record = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as EngineRecord;
    return (record.format as number) === 1 ? record : null;
  } catch {
    return null;
  }
}

/** All engines with a record in the state folder, oldest first. */
export function readRecords(stateDir: string): readonly EngineRecord[] {
  return engineFolders(stateDir)
    .map(readRecord)
    .filter((record) => record !== null)
    .sort((a, b) => (a.when < b.when ? -1 : 1));
}

export function engineFolders(stateDir: string): readonly string[] {
  try {
    return readdirSync(enginesDir(stateDir)).map((name) => join(enginesDir(stateDir), name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
