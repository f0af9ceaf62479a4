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
  if (placed(() => isTaken(to)))
    throw new LabError('bad-input', `${to} is there already`, {
      hint: 'name a folder that is not there: a capture is never written over another',
    });
}

/** The one for a capture that is to be called `to`; throws where there is no place for it. */
export function openPart(to: string): PartFolder {
  refuseTaken(to);
  const above = dirname(resolve(to));
  const path = join(above, `.${basename(resolve(to))}.${String(process.pid)}.part`);
  const made = placed(() => absentOf(above));
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
    for (const folder of made) removeEmpty(folder);
  };
  try {
    placed(() => {
      onDisk('make the folder', to, () => {
        makeFolders(path);
      });
    });
    return { path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Does it; where the place is refused, the way out is another one. */
function placed<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const hint = 'name by --to a folder that this user can make';
    throw new LabError(error.code, error.message, { hint, cause: error });
  }
}

/** The folder and those above it that are not there yet, the deepest first. */
function absentOf(folder: string): readonly string[] {
  return isTaken(folder) ? [] : [folder, ...absentOf(dirname(folder))];
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // it was never made, or holds the capture
  }
}
