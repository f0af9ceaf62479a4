// The folder in which a capture is written before it gets its name: made before anything is read, so that a
// place where nothing can be written is told at once.
import { rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LabError } from '../../base/lab-error.js';
import { makeFolders } from '../../base/make-folders.js';
import { onDisk } from '../../store/index.js';
import { isTaken } from '../files/write-new.js';

export interface PartFolder {
  readonly path: string;
  /** Takes it away, with the folders above it that were made for it and are empty. */
  readonly remove: () => void;
}

/** Throws `bad-input` where something has that name already. */
export function refuseTaken(to: string): void {
  if (isTaken(to))
    throw new LabError('bad-input', `${to} is there already`, {
      hint: 'name a folder that is not there: a capture is never written over another',
    });
}

/** The one for a capture that is to be called `to`; throws where there is no place for it. */
export function openPart(to: string): PartFolder {
  refuseTaken(to);
  const above = dirname(resolve(to));
  const path = join(above, `.${basename(resolve(to))}.${String(process.pid)}.part`);
  const made = absentOf(to, above);
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
    for (const folder of made) removeEmpty(folder);
  };
  try {
    onDisk('make the folder', to, () => {
      makeFolders(path);
    });
  } catch (error) {
    remove();
    throw error instanceof LabError
      ? new LabError(error.code, error.message, {
          hint: 'name a folder that this user can make by --to',
          cause: error,
        })
      : error;
  }
  return { path, remove };
}

/** The folders of a path that are not there yet, the deepest first. */
function absentOf(to: string, folder: string): readonly string[] {
  const isThere = folder === dirname(folder) || onDisk('make the folder', to, () => isTaken(folder));
  return isThere ? [] : [folder, ...absentOf(to, dirname(folder))];
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it was never made, or holds the capture
  }
}
