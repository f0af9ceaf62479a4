// What the lab puts into secrets and configs that a recipe takes as given: made up by the recipe's own rules,
// and the same for every trial with the same stack.
import { randomFrom } from '../base/random.js';
import type { SecretRule } from '../compose/secret-rules.js';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Word of abra -> the characters that it stands for. Source: abra, pkg/secret resolveCharset. */
const charsets: Readonly<Record<string, string>> = {
  default: letters,
  hex: '0123456789abcdef',
  special: '!@#$%^&*_-+=',
  safespecial: '!@#%^&*_-+=',
};
/** Where the recipe does not say. */
const usualLength = 32;

/** `labels` say which secret of which stack it is. */
export function madeUpSecret(rule: SecretRule | undefined, labels: readonly string[]): string {
  const alphabet = (rule?.charset ?? ['default']).map((word) => charsets[word] ?? '').join('') || letters;
  const random = randomFrom(0, 'secret', ...labels);
  return Array.from(
    { length: rule?.length ?? usualLength },
    () => alphabet[random.integer(0, alphabet.length - 1)] ?? '',
  ).join('');
}

export const madeUpConfig = '# made up by driftlab: the recipe takes this config as given\n';
