// Exact one-sided bounds (Clopper and Pearson 1934): what may be claimed of a rate, above all at 0 of n and
// at n of n.
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { assertCount } from './wilson.js';

/** With this confidence the rate is at most this: the one-sided upper bound of `k` of `n`; 1 at n of n. */
export function upperBound(k: number, n: number, confidence: number): number {
  assertCount(k, n);
  return k === n ? 1 : betaQuantile(confidence, k + 1, n - k);
}

/** With this confidence the rate is at least this: the one-sided lower bound of `k` of `n`; 0 at 0 of n. */
export function lowerBound(k: number, n: number, confidence: number): number {
  assertCount(k, n);
  return k === 0 ? 0 : betaQuantile(1 - confidence, k, n - k + 1);
}
