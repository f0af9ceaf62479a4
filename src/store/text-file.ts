// A file that is written as it comes, each text handed to the kernel at once. A disk that refuses is told by a signal and not thrown: whoever
// writes is in the middle of something.
import { closeSync, openSync, writeSync } from 'node:fs';
import { onDisk, refusedOnDisk } from './on-disk.js';

export interface TextFile {
  /** Never throws: what cannot be written is lost, and `onLost` was told. */
  readonly write: (text: string) => void;
  readonly close: () => void;
}

/** Throws when the file cannot be opened. `onLost` gets the reason of the first write that failed; nothing is written after it. */
export function openTextFile(path: string, onLost: (reason: Error) => void): TextFile {
  const file = onDisk('write', path, () => openSync(path, 'w'));
  let open = true;
  let lost = false;
  return {
    write: (text) => {
      if (!open || lost) return;
      try {
        writeAll(file, text);
      } catch (error) {
        lost = true;
        onLost(refusedOnDisk('write', path, error));
      }
    },
    close: () => {
      if (open) closeSync(file);
      open = false;
    },
  };
}

/** A disk that fills takes a part first, and refuses the rest only when it is asked again. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
