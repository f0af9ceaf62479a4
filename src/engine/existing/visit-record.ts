// A visit to an existing engine: what the lab put there, on disk before it is put there, so that any later
// run can take it away.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { present } from '../../base/assert.js';
import type { FileLock } from '../../base/file-lock.js';
import { tagOf } from '../processes.js';
import {
  beginRecord,
  foldersIn,
  hasNoRecord,
  readRecordFile,
  writeRecordFile,
  type FolderRecord,
} from '../record-file.js';
import { thisMachine } from '../record-owner.js';
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
  /** Images that were not there before; those that are built carry the visit's id in a label too. */
  readonly images: readonly AddedImage[];
  /** ISO 8601. */
  readonly when: string;
}

export interface AddedImage {
  readonly tag: string;
  /** The engine's id of it; null where that is not known before it is there. */
  readonly id: string | null;
  /** False from when it is sent until the engine said that it has it. */
  readonly isThere: boolean;
}

const fileName = 'visit.json';

export interface PlannedVisit {
  readonly record: VisitRecord;
  /** Says that this driftlab runs. */
  readonly hold: FileLock;
}

/** Makes the visit's folder with its record in it; nothing was put on the engine yet. */
export function planVisit(stateDir: string, address: Address, engineId: string): PlannedVisit {
  const id = randomBytes(4).toString('hex');
  const record: VisitRecord = {
    format: 1,
    id,
    folder: join(visitsDir(stateDir), id),
    address,
    engineId,
    stacks: [],
    images: [],
    when: new Date().toISOString(),
    lab: present(tagOf(process.pid), 'own process'),
    machine: thisMachine(),
  };
  return { record, hold: beginRecord(fileName, record) };
}

export function writeVisit(record: VisitRecord): void {
  writeRecordFile(fileName, record);
}

/** Null when the folder has no record that this version can read. */
export function readVisit(folder: string): VisitRecord | null {
  return readRecordFile(fileName, folder) as VisitRecord | null;
}

/** Whether the folder is of a visit that never began. */
export function isWithoutVisit(folder: string): boolean {
  return hasNoRecord(fileName, folder);
}

export function visitFolders(stateDir: string): readonly string[] {
  return foldersIn(visitsDir(stateDir));
}
