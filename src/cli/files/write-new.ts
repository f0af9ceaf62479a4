// Files that a command writes for its user: never over one that is there, nor through a link.
import { lstatSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../../base/lab-error.js';
import { makeFolders } from '../../base/make-folders.js';
import { onDisk } from '../../store/index.js';

export interface NewFile {
  readonly path: string;
  readonly text: string;
  /** For a program. */
  readonly executable?: boolean;
}

/** Whether something has that name, be it a link that leads nowhere. */
export function isTaken(path: string): boolean {
  return onDisk('look at', path, () => lstatSync(path, { throwIfNoEntry: false }) !== undefined);
}

/**
 * Writes all of them or none. Throws `bad-input` where one is there already, with the way out, or cannot be
 * written.
 */
export function writeNew(
  files: readonly NewFile[],
  hint = 'remove it, or name another file or folder',
): void {
  for (const { path } of files)
    if (isTaken(path)) throw new LabError('bad-input', `${path} is there already`, { hint });
  const written: string[] = [];
  try {
    for (const { path, text, executable = false } of files) {
      onDisk('make the folder', dirname(path), () => {
        makeFolders(dirname(path));
      });
      onDisk('write', path, () => {
        writeFileSync(path, text, { flag: 'wx', mode: executable ? 0o777 : 0o666 });
      });
      written.push(path);
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
}
