// A journal that grows, read as it does: only what is new is read and decoded. What is wrong with a journal
// is said by whoever reads it whole when its trial has ended.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { decodeJournal } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';

export interface JournalTail {
  /** Every line so far. */
  readonly lines: () => readonly Evidence[];
  /** Reads what is new; false where nothing is. A journal that was begun again is read again. */
  readonly readOn: () => boolean;
}

/** Its first line has when it was begun, so a journal that begins like this one is this one. */
const beginningBytes = 256;

export function followJournal(path: string): JournalTail {
  let lines: Evidence[] = [];
  let read = 0;
  let beginning: Buffer = Buffer.alloc(0);
  return {
    lines: () => lines,
    readOn: () => {
      const size = sizeOf(path);
      if (size === null || size === read) return false;
      const file = openSync(path, 'r');
      try {
        const now = bytesAt(file, 0, beginningBytes);
        if (size < read || !now.subarray(0, beginning.length).equals(beginning)) [lines, read] = [[], 0];
        beginning = now;
        const bytes = bytesAt(file, read, size - read);
        // A line break is one byte that no other character has in it; what follows the last is read again.
        const whole = bytes.lastIndexOf(10) + 1;
        read += whole;
        lines = [...lines, ...decodeJournal(bytes.toString('utf8', 0, whole)).lines];
        return whole > 0;
      } finally {
        closeSync(file);
      }
    },
  };
}

/** Null where there is no file of that name. */
function sizeOf(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined || !found.isFile() ? null : found.size;
}

function bytesAt(file: number, from: number, count: number): Buffer {
  const buffer = Buffer.alloc(count);
  return buffer.subarray(0, readSync(file, buffer, 0, count, from));
}
