// The design with a fixed number of trials that a sequential plan is measured against: pass when at most c of
// n fail.
import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import { isWithinReason, tooClose, type OneArmDesign } from './one-arm-design.js';

export interface FixedPlan {
  readonly n: number;
  readonly c: number;
}

/**
 * The smallest n for which a c exists with P(X > c | p0) <= alpha and P(X <= c | p1) <= beta, and c failures
 * are too few to fail.
 */
export function fixedPlan(design: OneArmDesign): FixedPlan {
  let c = -1;
  for (let n = 1; isWithinReason(n); n += 1) {
    while (c + 1 < n && atMost(c + 1, n, design.p1) <= design.beta) c += 1;
    if (c >= design.rejectMin - 1 && moreThan(c, n, design.p0) <= design.alpha) return { n, c };
  }
  throw tooClose(design);
}

/**
 * P(X <= c) of n trials at the rate p, through the incomplete beta function, so that small tails stay exact;
 * c < n.
 */
export function atMost(c: number, n: number, p: number): number {
  return betaCdf(1 - p, n - c, c + 1);
}

/** P(X > c) of n trials at the rate p; c < n. */
export function moreThan(c: number, n: number, p: number): number {
  return betaCdf(p, c + 1, n - c);
}
