// Files that are written whole: to a temporary file, flushed, then renamed into place, so that no reader sees
// a half.
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { LabError, messageOf } from '../base/lab-error.js';
import { makeFolders } from '../base/make-folders.js';
import { onDisk } from './on-disk.js';

/** Writes `text` to `path`, replacing what was there in one step; makes the folder when it is missing. */
export function writeWhole(path: string, text: string): void {
  onDisk('write', path, () => {
    makeFolders(dirname(path));
    writeFileAtomic.sync(path, text);
  });
}

/**
 * The text of a file. Throws what the file system says, and an Error for what is no file, of which a reader
 * might never see the end.
 */
export function readRegular(path: string): string {
  const found = statSync(path);
  if (!found.isFile() && !found.isDirectory())
    throw new LabError('bad-input', `cannot read ${path}: it is no file`, { hint: 'take it away' });
  return readFileSync(path, 'utf8');
}

/** The text of a file that must be there; a `bad-input` LabError names it and `hint` when it is not. */
export function readWhole(path: string, hint: string): string {
  try {
    return readRegular(path);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('bad-input', `cannot read ${path}: ${messageOf(error)}`, { hint, cause: error });
  }
}
