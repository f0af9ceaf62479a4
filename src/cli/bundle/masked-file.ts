// Files of a campaign as they may be given away: masked when they were written, and once more by what this
// process knows to be secret, which may be more.
import type { Mask } from '../../base/secrets/index.js';
import { LabError } from '../../base/lab-error.js';
import { decodeJournal, encodeLine } from '../../evidence/codec.js';
import { withForeignText } from '../../evidence/foreign-text.js';
import { createSealer } from '../../evidence/seal.js';

export interface MaskedText {
  readonly text: string;
  /** Whether a secret was found and taken out. */
  readonly changed: boolean;
}

/**
 * The journal's text; one in which a secret is found is sealed anew, and says the same to whoever judges it,
 * since only what others said is masked. Throws `bad-input` for a journal with a secret that is damaged
 * besides: sealing it would hide that.
 */
export function maskedJournal(path: string, text: string, mask: Mask): MaskedText {
  if (mask(text) === text) return { text, changed: false };
  const { lines, problems } = decodeJournal(text);
  const masked = lines.map((line) => withForeignText(line, mask));
  if (masked.every((line, index) => encodeLine(line) === encodeLine(lines[index] ?? line)))
    return { text, changed: false };
  const [problem] = problems;
  if (problem !== undefined)
    throw new LabError('bad-input', `${path} has a secret in it and cannot be masked: ${problem.detail}`, {
      hint: 'a journal that is damaged cannot be sealed anew; send other trials, as CAMPAIGN/ID',
    });
  const seal = createSealer();
  return { text: masked.map((line) => `${seal(encodeLine(line))}\n`).join(''), changed: true };
}

/** The same value with each text in it masked, but for the names of its fields. */
export function maskedValue(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskedValue(item, mask));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskedValue(inner, mask)]));
}
