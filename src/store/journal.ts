// A journal that stands alone, of an upgrade that no campaign made: kept in memory, and in a file where one is named.
import { closeSync, openSync, writeSync } from 'node:fs';
import { LabError, messageOf } from '../base/lab-error.js';
import { redact, secretsOf } from '../base/redact.js';
import { encodeLine } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import type { TrialLog } from '../trial/ports.js';

export interface KeptJournal extends TrialLog {
  /** What was appended so far. */
  readonly lines: readonly Evidence[];
}

/** Throws `bad-input` when the file cannot be written. Values of the environment that are secret by their name are masked in it. */
export function openJournal(path: string | null): KeptJournal {
  const lines: Evidence[] = [];
  const file = path === null ? null : openForWriting(path);
  const secrets = secretsOf(process.env);
  return {
    lines,
    append: (line) => {
      lines.push(line);
      if (file !== null) writeSync(file, `${redact(encodeLine(line), secrets)}\n`);
    },
    console: () => undefined,
    close: () => {
      if (file !== null) closeSync(file);
    },
  };
}

function openForWriting(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (cause) {
    throw new LabError('bad-input', `the journal cannot be written to ${path}: ${messageOf(cause)}`, { hint: 'name a file in a folder that is there and may be written', cause });
  }
}
