// A journal that stands alone, of an upgrade that no campaign made: kept in memory, and in a file where one
// is named.
import { createMask } from '../base/secrets/index.js';
import { encodeLine } from '../evidence/codec.js';
import type { Evidence } from '../evidence/evidence.js';
import { withForeignText } from '../evidence/foreign-text.js';
import { createSealer } from '../evidence/seal.js';
import type { TrialLog } from '../trial/ports.js';
import { openAppended } from './appended-file.js';

export interface KeptJournal extends TrialLog {
  /** What was appended so far, whether it could be written or not. */
  readonly lines: readonly Evidence[];
}

/**
 * Throws a LabError when the file cannot be written. Values of the environment that are secret by their name
 * are masked in it.
 */
export function openJournal(path: string | null): KeptJournal {
  const lines: Evidence[] = [];
  const lost = new AbortController();
  const file = path === null ? null : openAppended(path, lost);
  const mask = createMask({ envs: [process.env] });
  const seal = createSealer();
  return {
    lines,
    append: (line) => {
      lines.push(line);
      file?.append(`${seal(encodeLine(withForeignText(line, mask)))}\n`);
    },
    console: () => undefined,
    conceal: () => undefined,
    close: () => file?.close(),
    lost: lost.signal,
  };
}
