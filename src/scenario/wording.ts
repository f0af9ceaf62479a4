// How messages about a scenario name things: what was written, the nearest known word, lists of words.
import { distance } from 'fastest-levenshtein';

const longestQuote = 60;
/**
 * Of more names than these none is guessed, and no more are listed: a file with thousands of arms may name
 * thousands wrongly.
 */
const namesMax = 60;

/** What a person wrote, as it can stand in a sentence. */
export function quoted(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'string') return 'a map';
  return JSON.stringify(value.length > longestQuote ? `${value.slice(0, longestQuote)}…` : value);
}

/**
 * The name that was probably meant; null when none is near. Up to a third of the letters may differ, or the
 * end be missing.
 */
export function nearest(word: string, names: readonly string[]): string | null {
  const longer = word.length < 2 ? undefined : names.find((name) => name.startsWith(word));
  if (longer !== undefined || names.length > namesMax) return longer ?? null;
  const [best] = names
    .filter((name) => Math.abs(name.length - word.length) <= stepsMax(word, name))
    .map((name) => ({ name, steps: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  return best !== undefined && best.steps <= stepsMax(word, best.name) ? best.name : null;
}

function stepsMax(word: string, name: string): number {
  return Math.max(1, Math.floor(Math.max(word.length, name.length) / 3));
}

/** `a, b and c`. */
export function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
}

/**
 * `did you mean "stack"? the deployers are abra, stack`. `unlisted`: what may be meant too, and is too much
 * to list.
 */
export function wayOut(
  word: unknown,
  group: string,
  names: readonly string[],
  unlisted: readonly string[] = [],
): string {
  const near = typeof word === 'string' ? (nearest(word, names) ?? nearest(word, unlisted)) : null;
  const more = names.length - namesMax;
  const known = `${group} are ${names.slice(0, namesMax).join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
  return near === null ? known : `did you mean ${quoted(near)}? ${known}`;
}
