// A visit to an existing engine: what the lab put there, on disk before it is put there, so that any later run can take it away.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { present } from '../../base/assert.js';
import { tagOf, type ProcessTag } from '../processes.js';
import { beginRecord, foldersIn, readRecordFile, writeRecordFile, type FolderRecord } from '../record-file.js';
import { visitsDir } from '../state-dir.js';
import type { Address } from './address.js';

export interface VisitRecord extends FolderRecord {
  /** Value of the label `driftlab.visit` on whatever the lab itself puts there. */
  readonly id: string;
  readonly address: Address;
  /** Docker's id of the engine; another engine at the same address is left alone. */
  readonly engineId: string;
  /** Stacks that were claimed. */
  readonly stacks: readonly string[];
  /** Images that were not there before. */
  readonly images: readonly AddedImage[];
  /** ISO 8601. */
  readonly when: string;
  readonly lab: ProcessTag;
}

export interface AddedImage {
  readonly tag: string;
  /** Null until it is there. */
  readonly id: string | null;
}

const fileName = 'visit.json';

/** Makes the visit's folder with its record in it; nothing was put on the engine yet. */
export function planVisit(stateDir: string, address: Address, engineId: string): VisitRecord {
  const id = randomBytes(4).toString('hex');
  const record: VisitRecord = {
    format: 1, id, folder: join(visitsDir(stateDir), id), address, engineId, stacks: [], images: [], when: new Date().toISOString(), lab: present(tagOf(process.pid), 'own process'),
  };
  beginRecord(fileName, record);
  return record;
}

export function writeVisit(record: VisitRecord): void {
  writeRecordFile(fileName, record);
}

/** Null when the folder has no record that this version can read. */
export function readVisit(folder: string): VisitRecord | null {
  return readRecordFile(fileName, folder) as VisitRecord | null;
}

export function visitFolders(stateDir: string): readonly string[] {
  return foldersIn(visitsDir(stateDir));
}
