// The interval that tables show: Wilson's score interval (E. B. Wilson 1927; recommended for small n by
// Brown, Cai and DasGupta, Statistical Science 16(2), 2001). For a claim about a rate see clopper-pearson.ts.
import { assert } from '../base/assert.js';

/** Levels that driftlab uses; a closed list, so that no normal quantile has to be computed. */
export type Confidence = 0.9 | 0.95 | 0.99;

/** A closed interval of proportions or of differences of proportions. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Two-sided standard normal quantiles. */
export const normalQuantile: Readonly<Record<Confidence, number>> = {
  0.9: 1.6448536269514722,
  0.95: 1.959963984540054,
  0.99: 2.5758293035489004,
};

/**
 * Two-sided Wilson interval of `k` of `n`; `n` is at least 1. The ends are exact 0 at 0 of n and exact 1 at n
 * of n.
 */
export function wilson(k: number, n: number, confidence: Confidence): Interval {
  assertCount(k, n);
  const z = normalQuantile[confidence];
  const p = k / n;
  const shrink = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / shrink;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / shrink;
  return { low: k === 0 ? 0 : Math.max(0, centre - half), high: k === n ? 1 : Math.min(1, centre + half) };
}

/** A bug unless 0 <= k <= n are integers and n is at least 1. */
export function assertCount(k: number, n: number): void {
  assert(
    Number.isInteger(k) && Number.isInteger(n) && n >= 1 && k >= 0 && k <= n,
    `${String(k)} of ${String(n)} is no proportion`,
  );
}
