// A file that grows by whole texts, each handed to the kernel before the next step is taken. What fails is
// said once and never thrown: it is written from the middle of what must go on, such as the cleaning up of a
// trial.
import { closeSync, openSync, writeSync } from 'node:fs';
import { onDisk, refusedOnDisk } from './on-disk.js';

export interface AppendedFile {
  /** Does nothing once the file is closed, or `lost` has aborted. */
  readonly append: (text: string) => void;
  readonly close: () => void;
}

/**
 * Replaces what is there; throws a LabError when it cannot be opened. `lost` is aborted with the first
 * `results` LabError.
 */
export function openAppended(path: string, lost: AbortController): AppendedFile {
  const file = onDisk('write', path, () => openSync(path, 'w'));
  let open = true;
  return {
    append: (text) => {
      if (!open || lost.signal.aborted) return;
      try {
        writeAll(file, text);
      } catch (error) {
        lost.abort(refusedOnDisk('write', path, error));
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
