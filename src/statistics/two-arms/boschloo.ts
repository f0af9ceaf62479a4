// Boschloo's unconditional exact test (Statistica Neerlandica 24:1, 1970): Fisher's p value as the measure of
// how extreme a table is, its own p value as the highest probability of something as extreme. Never above
// Fisher's, so it needs fewer trials.
import { fisher, type TwoArmTest } from './fisher.js';
import type { Count } from './newcombe.js';
import { rejectionOf, tailsOf, worstSize } from './rejection.js';

/**
 * Trials of both arms together up to which it is calculated. Beyond, Fisher's p value stands in, which is
 * never below it.
 */
const trialsMax = 2000;

/** Two-sided is twice the smaller one-sided p value, as in scipy. */
export function boschloo(a: Count, b: Count): TwoArmTest {
  const fishers = fisher(a, b);
  const isLong = a.n + b.n > trialsMax;
  const greater = isLong
    ? fishers.greater
    : worstSize(rejectionOf(tailsOf({ a: a.n, b: b.n }), fishers.greater));
  const less = isLong ? fishers.less : worstSize(rejectionOf(tailsOf({ a: b.n, b: a.n }), fishers.less));
  return { twoSided: Math.min(1, 2 * Math.min(greater, less)), greater, less };
}
