// Records in the state folder: one folder for each thing that must be found again after driftlab died, with a
// file that says what it is.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileLock } from '../base/file-lock.js';
import { makeFolders } from '../base/make-folders.js';
import { holdFolder, type OwnedRecord } from './record-owner.js';

export interface FolderRecord extends OwnedRecord {
  readonly format: 1;
}

/**
 * Makes the record's folder, for nobody else to read, with the record in it, and gives the hold on it that
 * says that its driftlab runs.
 */
export function beginRecord(name: string, record: FolderRecord): FileLock {
  makeFolders(dirname(record.folder), 0o700);
  mkdirSync(record.folder, { mode: 0o700 });
  const hold = holdFolder(record.folder);
  writeRecordFile(name, record);
  return hold;
}

export function writeRecordFile(name: string, record: FolderRecord): void {
  const path = join(record.folder, name);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
}

/** Null when the folder has no record that this version can read. */
export function readRecordFile(name: string, folder: string): FolderRecord | null {
  try {
    const record = JSON.parse(readFileSync(join(folder, name), 'utf8')) as FolderRecord;
    return (record.format as number) === 1 ? record : null;
  } catch {
    return null;
  }
}

/** Whether nothing was ever put on record there: whoever made the folder ended before. */
export function hasNoRecord(name: string, folder: string): boolean {
  return !existsSync(join(folder, name));
}

/** Every folder in `parent`; none when it is not there. */
export function foldersIn(parent: string): readonly string[] {
  try {
    return readdirSync(parent).map((name) => join(parent, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
