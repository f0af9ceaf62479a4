// Files that are derived from evidence, verdicts and summaries: one that is damaged is made again, one of
// another format is of another driftlab.
import { existsSync } from 'node:fs';
import { LabError } from '../base/lab-error.js';
import { readRegular } from './whole-file.js';

const known = 1;

/**
 * What the file says; null where there is none, or where it is damaged. Throws `bad-input` for a format that
 * this driftlab does not know.
 */
export function readDerived(path: string): Readonly<Record<string, unknown>> | null {
  const value = asObject(parsed(path));
  const format = value?.['format'];
  if (typeof format === 'number' && format !== known) {
    throw new LabError(
      'bad-input',
      `${path} has format ${String(format)}; this driftlab knows format ${String(known)}`,
      {
        hint:
          'read the campaign with the driftlab that wrote it; or remove that file, and `driftlab ' +
          'judge` makes it again from the evidence',
      },
    );
  }
  return format === known ? value : null;
}

/** Whether there is such a file and nothing can be read of it. */
export function isDamaged(path: string): boolean {
  return existsSync(path) && asObject(parsed(path)) === null;
}

/** Throws as {@link readDerived} does. */
export function refuseUnknown(path: string): void {
  readDerived(path);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readRegular(path));
  } catch {
    return null; // not there, not readable or no JSON: it is made again
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}
