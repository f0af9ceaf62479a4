// Small words: numbers as a reader wants them, one and many, lists. Every text of the report is made of
// these.
import { onlyArm } from '../scenario/arm-pattern.js';
import type { Rate } from '../statistics/summary.js';

export { counted } from '../base/counted.js';

/** The arm of a scenario that names none has a name that no sentence can bear. */
export function armInWords(name: string): string {
  return name === onlyArm ? 'the upgrade' : name;
}

/** As the beginning of a sentence; a name of the user's stays as it is written. */
export function begun(text: string): string {
  return text.startsWith('the upgrade') ? `The${text.slice(3)}` : text;
}

/** `once`, `twice`, `6 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${String(count)} times`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/**
 * Items that occur, with how often, the most frequent first; equal ones in the order of their first
 * appearance.
 */
export function tallied(items: readonly string[]): readonly (readonly [item: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** `a (5), b (1)`. */
export function tallyText(items: readonly string[]): string {
  return tallied(items)
    .map(([item, count]) => `${item} (${String(count)})`)
    .join(', ');
}

export type Rounding = 'near' | 'up' | 'down';

/**
 * A proportion in per cent, without the sign: whole numbers in the middle, more digits towards 0 and 1, so
 * that what is neither never reads as `0` or `100`. A bound is rounded away from the claim: up for `under`,
 * down for `over`.
 */
export function perCent(proportion: number, rounding: Rounding = 'near'): string {
  if (proportion < 0) return `-${perCent(-proportion, rounding)}`;
  if (proportion === 0 || proportion === 1) return String(proportion * 100);
  const nearEnd = Math.min(proportion, 1 - proportion) * 100;
  const digits = nearEnd >= 9.95 ? 0 : nearEnd >= 0.995 ? 1 : Math.ceil(-Math.log10(nearEnd)) + 1;
  const scale = 10 ** digits;
  const round = { near: Math.round, up: Math.ceil, down: Math.floor }[rounding];
  const scaled = Number((proportion * 100 * scale).toPrecision(12));
  return String(Number((round(scaled) / scale).toFixed(digits)));
}

/** `p = 0.004`, `p = 0.31`, `p < 0.001`. */
export function pInWords(p: number): string {
  if (p < 0.001) return 'p < 0.001';
  return `p = ${p > 0.995 ? '1' : p.toFixed(p < 0.0995 ? 3 : 2)}`;
}

/**
 * `60 %, 95 % interval 31 to 83 %`; at 0 or n of n the bound that can be claimed, with its confidence; `so
 * far` while trials still run.
 */
export function rateInWords(rate: Rate): string {
  const soFar = rate.method === 'confidence-sequence' ? ' so far' : '';
  const bound = boundOf(rate);
  if (bound !== null) return `${bound}${soFar} at ${perCent(rate.confidence)} % confidence`;
  return (
    `${perCent(rate.rate)} %${soFar}, ${perCent(rate.confidence)} % interval ${perCent(rate.low)} to ` +
    `${perCent(rate.high)} %`
  );
}

/** The same for a table: `60 % [31, 83]`, `under 26 %`, `over 74 %`. */
export function rateInShort(rate: Rate): string {
  return boundOf(rate) ?? `${perCent(rate.rate)} % [${perCent(rate.low)}, ${perCent(rate.high)}]`;
}

/** At 0 and at n of n only one side says anything; null elsewhere. */
function boundOf({ k, n, low, high }: Rate): string | null {
  if (k === 0) return `under ${perCent(high, 'up')} %`;
  return k === n ? `over ${perCent(low, 'down')} %` : null;
}

/** The moment from which reports and stories alike count when a service went down. */
export const recordBegan = 'the record began';
