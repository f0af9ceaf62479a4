// A journal that stands alone, of an upgrade that no campaign made: kept in memory, and in a file where one is named.
import { redact, secretsOf } from '../base/redact.js';
import { encodeLine } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import type { TrialLog } from '../trial/ports.js';
import { openTextFile } from './text-file.js';

export interface KeptJournal extends TrialLog {
  /** What was appended so far, also when the file was lost. */
  readonly lines: readonly Evidence[];
}

/** Throws when the file cannot be opened. Values of the environment that are secret by their name are masked in it. */
export function openJournal(path: string | null): KeptJournal {
  const lines: Evidence[] = [];
  const lost = new AbortController();
  const file = path === null ? null : openTextFile(path, (reason) => { lost.abort(reason); });
  const secrets = secretsOf(process.env);
  return {
    lines,
    append: (line) => {
      lines.push(line);
      file?.write(`${redact(encodeLine(line), secrets)}\n`);
    },
    console: () => undefined,
    close: () => { file?.close(); },
    lost: lost.signal,
  };
}
