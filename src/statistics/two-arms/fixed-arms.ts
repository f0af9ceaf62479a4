// The trials that two arms need when their number is fixed beforehand: what a walk of pairs is measured
// against, and capped by.
import binomialPmf from '@stdlib/stats-base-dists-binomial-pmf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { firstWhere } from '../bisection.js';
import { rejectionOf, tailsOf, worstSize, type Rejection } from './rejection.js';

/** Arm a is thought to fail at the rate `a`, arm b at the lower rate `b`. */
export interface TwoArmDesign {
  readonly a: number;
  readonly b: number;
  /** Highest probability of "a is worse" when it is not. */
  readonly alpha: number;
  /** Lowest probability of "a is worse" at the rates `a` and `b`. */
  readonly power: number;
}

export interface FixedArms {
  /** Trials of each arm. */
  readonly n: number;
  /** Exact, at the rates of the design. */
  readonly power: number;
}

/**
 * The smallest number of trials an arm with which Boschloo's one-sided test has the power asked for; null
 * beyond `most`.
 */
export function fixedArms(design: TwoArmDesign, most: number): FixedArms | null {
  const from = Math.max(2, Math.floor(0.8 * roughSize(design)));
  for (let n = from; n <= most; n += 1) {
    const power = powerOf(largestRejection(n, design.alpha), design.a, design.b);
    if (power >= design.power) return { n, power };
  }
  return null;
}

/** By the normal approximation: where the search for the exact number starts, a fifth below it. */
function roughSize({ a, b, alpha, power }: TwoArmDesign): number {
  const middle = (a + b) / 2;
  const [error, miss] = [normalQuantile(1 - alpha, 0, 1), normalQuantile(power, 0, 1)];
  return (
    ((error * Math.sqrt(2 * middle * (1 - middle)) + miss * Math.sqrt(a * (1 - a) + b * (1 - b))) /
      (a - b)) **
    2
  );
}

/**
 * A Fisher p value this many times as large as the level still leaves no set of tables that occurs so seldom,
 * and the steps from it down to the level.
 */
const [mostOfAlpha, steps] = [6, 2 ** 24];

/**
 * Boschloo's test at the level `alpha`: the largest set of extreme tables that occurs with probability alpha
 * at most.
 */
function largestRejection(n: number, alpha: number): Rejection {
  const tails = tailsOf({ a: n, b: n });
  const rejection = (step: number): Rejection =>
    rejectionOf(tails, alpha * (1 + ((mostOfAlpha - 1) * (steps - step)) / steps));
  return rejection(firstWhere(steps, (step) => worstSize(rejection(step)) <= alpha));
}

/** Probability of an extreme table when the arms have the rates `rateA` and `rateB`. */
function powerOf({ sizes, from }: Rejection, rateA: number, rateB: number): number {
  const [ofA, ofB] = [probabilities(sizes.a, rateA), probabilities(sizes.b, rateB)];
  let power = 0;
  for (const [x, chanceA] of ofA.entries()) {
    for (let y = 0; y <= sizes.b && x >= (from[x + y] ?? Infinity); y += 1) power += chanceA * (ofB[y] ?? 0);
  }
  return power;
}

function probabilities(n: number, rate: number): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, k) => binomialPmf(k, n, rate));
}
