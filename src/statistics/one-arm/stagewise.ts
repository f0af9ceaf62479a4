// The interval of a rate after a plan has stopped. The usual intervals are wrong there: a plan that stops at
// a lucky moment makes k of n look better than it is (a nominal 95 % Wilson interval then holds the truth in
// as few as 84 of 100 campaigns).
import { assert } from '../../base/assert.js';
import { pointWhere } from '../bisection.js';
import type { Interval } from '../wilson.js';
import type { StopTable } from './one-arm-design.js';
import { stopPoints, type StopPoint } from './walk-table.js';

export interface StagewiseInterval extends Interval {
  /**
   * Median-unbiased: as often too high as too low. To be reported in place of k/n, which is biased after a
   * stop.
   */
  readonly estimate: number;
}

/**
 * The exact interval after `plan` stopped with `k` failures in `n` trials, by the stagewise order of Jennison
 * and Turnbull (Technometrics 25:49, 1983): the sooner it passed, the lower the rate; the sooner it failed,
 * the higher. It holds the true rate with probability `level` at least, for every rate. Where a campaign
 * ended before its plan did, use `confidenceSequence`, which holds at any end.
 */
export function stagewiseInterval(
  plan: StopTable,
  end: { readonly n: number; readonly k: number },
  level: number,
): StagewiseInterval {
  const cap = plan.accept.length;
  const seen = stopPoints(plan, 0.5).find(({ n, k }) => n === end.n && k === end.k);
  assert(
    seen !== undefined,
    `the plan does not stop after ${String(end.n)} trials with ${String(end.k)} failures`,
  );
  const probabilityOf = (isIn: (order: number) => boolean) => (p: number) =>
    stopPoints(plan, p).reduce(
      (sum, point) => (isIn(compare(point, seen, cap)) ? sum + point.probability : sum),
      0,
    );
  const [atLeast, atMost] = [probabilityOf((order) => order >= 0), probabilityOf((order) => order <= 0)];
  const tail = (1 - level) / 2;
  return {
    low: smallestWith(atLeast, tail),
    high: 1 - smallestWith((p) => atMost(1 - p), tail),
    estimate: (smallestWith(atLeast, 0.5) + 1 - smallestWith((p) => atMost(1 - p), 0.5)) / 2,
  };
}

/** Negative when `a` speaks for a lower rate than `b`. */
function compare(a: StopPoint, b: StopPoint, cap: number): number {
  const [stageA, stageB] = [stageOf(a, cap), stageOf(b, cap)];
  if (stageA !== stageB) return stageA - stageB;
  return a.k - b.k;
}

/** Passed early, by growing n; then the cap; then failed early, by falling n. */
function stageOf({ n, decision }: StopPoint, cap: number): number {
  return decision === 'pass' ? n - cap : cap - n;
}

/** The smallest p at which a probability that grows with p reaches `target`; 0 when it always does. */
function smallestWith(probability: (p: number) => number, target: number): number {
  return pointWhere([0, 1], (p) => probability(p) >= target);
}
