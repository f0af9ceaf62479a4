// `judged.json`: verdicts beside what they were judged from, so that a campaign of thousands of trials need
// not be judged anew to be read. Nothing is taken from a file that is damaged or of another format: it is
// made again.
import { createHash } from 'node:crypto';
import { jsonText } from '../base/visible.js';
import { readRegular, writeWhole } from './whole-file.js';

/** Verdicts of a campaign, each good for one journal, one plan and one set of rules. */
export interface Judged {
  /** SHA-256 of the program that judged, and of plan.json. */
  readonly basis: string;
  /** Trial -> what was judged, and the verdict as verdict.json has it. */
  readonly trials: Readonly<Record<string, JudgedTrial>>;
}

export interface JudgedTrial {
  /** SHA-256 of the journal's bytes. */
  readonly journal: string;
  readonly verdict: unknown;
}

const format = 1;

/** Null where there is none that can be trusted on this basis. */
export function readJudged(path: string, basis: string): Judged | null {
  const value = readSealed(path) as (Judged & { readonly format: number }) | null;
  return value?.format === format && value.basis === basis ? value : null;
}

/** Throws a LabError where the disk does not take it. */
export function writeJudged(path: string, judged: Judged): void {
  writeSealed(path, { format, ...judged });
}

/**
 * The value in a file of {@link writeSealed}; null where there is none, or one that is not as it was
 * written.
 */
export function readSealed(path: string): object | null {
  try {
    const [seal = '', text = ''] = readRegular(path).split('\n');
    return seal === sha256Of(text) ? (JSON.parse(text) as object) : null;
  } catch {
    return null;
  }
}

/** Writes a value behind a checksum of it. */
export function writeSealed(path: string, value: object): void {
  const text = jsonText(value);
  writeWhole(path, `${sha256Of(text)}\n${text}\n`);
}

export function sha256Of(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
