// A visit to an existing engine: what the lab put there, on disk before it is put there, so that any later run can take it away.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../../base/assert.js';
import { tagOf, type ProcessTag } from '../processes.js';
import { visitsDir } from '../state-dir.js';
import type { Address } from './address.js';

export interface VisitRecord {
  readonly format: 1;
  /** Value of the label `driftlab.visit` on whatever the lab itself puts there. */
  readonly id: string;
  readonly folder: string;
  readonly address: Address;
  /** Docker's id of the engine; another engine at the same address is left alone. */
  readonly engineId: string;
  /** Stacks that were claimed. */
  readonly stacks: readonly string[];
  /** Images that were not there before. */
  readonly images: readonly string[];
  /** ISO 8601. */
  readonly when: string;
  readonly lab: ProcessTag;
}

const fileName = 'visit.json';

/** Makes the visit's folder with its record in it; nothing was put on the engine yet. */
export function planVisit(stateDir: string, address: Address, engineId: string): VisitRecord {
  const id = randomBytes(4).toString('hex');
  const folder = join(visitsDir(stateDir), id);
  mkdirSync(visitsDir(stateDir), { recursive: true, mode: 0o700 });
  mkdirSync(folder, { mode: 0o700 });
  const record: VisitRecord = {
    format: 1, id, folder, address, engineId, stacks: [], images: [], when: new Date().toISOString(), lab: present(tagOf(process.pid), 'own process'),
  };
  writeVisit(record);
  return record;
}

export function writeVisit(record: VisitRecord): void {
  const path = join(record.folder, fileName);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
}

/** Null when the folder has no record that this version can read. */
export function readVisit(folder: string): VisitRecord | null {
  try {
    const record = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as VisitRecord;
    return (record.format as number) === 1 ? record : null;
  } catch {
    return null;
  }
}

export function visitFolders(stateDir: string): readonly string[] {
  try {
    return readdirSync(visitsDir(stateDir)).map((name) => join(visitsDir(stateDir), name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
