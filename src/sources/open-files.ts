// Small files of the kernel that are read again and again: each is opened once, and read anew from its
// beginning.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

export interface OpenFiles {
  /** What stands in the file now; empty for one that is not there and need not be. */
  readonly textIn: (file: string) => string;
  readonly close: () => void;
}

/** More than any of these files holds. */
const bufferBytes = 4096;

/** Throws when one is missing that must be there: those marked true. */
export function openFiles(folder: string, files: Readonly<Record<string, boolean>>): OpenFiles {
  const handles = new Map<string, number>();
  const buffer = Buffer.alloc(bufferBytes);
  const close = (): void => {
    for (const handle of handles.values()) closeSync(handle);
    handles.clear();
  };
  for (const [file, isNeeded] of Object.entries(files)) {
    try {
      handles.set(file, openSync(join(folder, file), 'r'));
    } catch (error) {
      if (!isNeeded) continue;
      close();
      throw error;
    }
  }
  const textIn = (file: string): string => {
    const handle = handles.get(file);
    return handle === undefined
      ? ''
      : buffer.toString('latin1', 0, readSync(handle, buffer, 0, bufferBytes, 0));
  };
  return { textIn, close };
}
