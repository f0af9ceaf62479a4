// The load at which half of the upgrades fail, found with few trials: each trial goes to the level from which
// most is to be learnt, the one with the least variance of the answer to be expected after it. Outcomes may
// come in any order: what is known is the same.
import { present } from '../../base/assert.js';
import { gridOf, type Grid } from './grid.js';

/** A trial at a level, and whether it failed. */
export interface LevelOutcome {
  readonly level: number;
  readonly failed: boolean;
}

/** In level steps. */
export interface ThresholdEstimate {
  readonly mean: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** Where half of the upgrades would fail only beyond what was tested; null when it lies within. */
  readonly outside: 'below' | 'above' | null;
}

/**
 * The answer's probability beyond the end levels, above which it is said to lie outside; and the fewest
 * failures and passes of an answer.
 */
const [outsideMin, eachMin] = [0.2, 2];
/** The interval has 5 % on either side. */
const tail = 0.05;

export interface Threshold {
  readonly estimate: ThresholdEstimate;
  /** The level of the next trial. */
  readonly next: number;
  /** Variance of the answer to be expected after one more trial at each level. */
  readonly expectedVariance: readonly number[];
}

/** What is known after `outcomes`, on `levels` levels. */
export function threshold(levels: number, outcomes: readonly LevelOutcome[]): Threshold {
  const grid = gridOf(levels);
  const weights = posteriorOf(grid, outcomes);
  const expectedVariance = grid.failure.map((failure) => varianceAfter(grid, weights, failure));
  return {
    estimate: estimateOf(grid, weights, outcomes),
    next: expectedVariance.indexOf(Math.min(...expectedVariance)),
    expectedVariance,
  };
}

function posteriorOf({ x50, failure }: Grid, outcomes: readonly LevelOutcome[]): Float64Array {
  const logs = new Float64Array(x50.length);
  for (const { level, failed } of outcomes) {
    present(failure[level], `level ${String(level)}`).forEach((p, curve) => {
      logs[curve] = (logs[curve] ?? 0) + Math.log(failed ? p : 1 - p);
    });
  }
  const most = logs.reduce((best, log) => Math.max(best, log), -Infinity);
  const weights = logs.map((log) => Math.exp(log - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * The sum over both outcomes of Q - M^2 / P, with P, M and Q the posterior sums of 1, x50 and x50^2 times the
 * outcome's probability.
 */
function varianceAfter({ x50 }: Grid, weights: Float64Array, failure: Float64Array): number {
  let [p, m, q, pFails, mFails, qFails] = [0, 0, 0, 0, 0, 0];
  for (let curve = 0; curve < weights.length; curve += 1) {
    const [weight, x] = [weights[curve] ?? 0, x50[curve] ?? 0];
    const fails = weight * (failure[curve] ?? 0);
    p += weight;
    m += weight * x;
    q += weight * x * x;
    pFails += fails;
    mFails += fails * x;
    qFails += fails * x * x;
  }
  return qFails - mFails ** 2 / pFails + (q - qFails) - (m - mFails) ** 2 / (p - pFails);
}

function estimateOf(
  { levels, x50 }: Grid,
  weights: Float64Array,
  outcomes: readonly LevelOutcome[],
): ThresholdEstimate {
  const order = Array.from(x50.keys()).sort((a, b) => (x50[a] ?? 0) - (x50[b] ?? 0));
  const quantile = (share: number): number => {
    let sum = 0;
    const found = order.find((curve) => (sum += weights[curve] ?? 0) >= share - 1e-12);
    return x50[found ?? order.at(-1) ?? 0] ?? 0;
  };
  const mass = (beyond: (x: number) => boolean): number =>
    weights.reduce((sum, weight, curve) => sum + (beyond(x50[curve] ?? 0) ? weight : 0), 0);
  const mean = weights.reduce((sum, weight, curve) => sum + weight * (x50[curve] ?? 0), 0);
  const failures = outcomes.filter(({ failed }) => failed).length;
  const above = mass((x) => x > levels - 1) > outsideMin || failures < eachMin;
  const below = mass((x) => x < 0) > outsideMin || outcomes.length - failures < eachMin;
  const outside = above && below ? null : above ? 'above' : below ? 'below' : null;
  return { mean, low: quantile(tail), median: quantile(0.5), high: quantile(1 - tail), outside };
}
