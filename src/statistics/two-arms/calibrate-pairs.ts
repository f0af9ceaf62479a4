// The limits of a walk of pairs, by exact calculation: how much of the error is spent before the cap is tried
// in steps, and the cheapest limits are kept. The same idea as STEP (Snyder and others, Robotics: Science and
// Systems, 2025).
import { firstWhere } from '../bisection.js';
import { nullWalk, worstError } from './pair-errors.js';
import type { PairDesign, PairLimits } from './pair-design.js';
import { walkPairs, type PairWalk } from './walk-pairs.js';

export interface CalibratedPairs {
  readonly limits: PairLimits;
  /**
   * The exact error at its worst, with the futility stop ignored: so a campaign that goes on regardless errs
   * no more often.
   */
  readonly alpha: number;
}

type OpenWalk = Pick<PairWalk, 'increments' | 'cap'>;

const shares = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
/**
 * Limits are searched for up to this distance from 0; "a is worse" is never said at a score below 0, which
 * speaks for the contrary.
 */
const scoreMax = 8;

/**
 * The limits with the fewest pairs on average (at the design's rates, and with both arms at the rate of a);
 * null when none has the power.
 */
export function calibratePairs(design: PairDesign, walk: OpenWalk): CalibratedPairs | null {
  const found = shares.flatMap((share) => limitsWith(design, walk, share) ?? []);
  const costs = found.map(
    ({ limits }) =>
      meanPairs({ ...walk, ...limits }, design.a, design.b) +
      meanPairs({ ...walk, ...limits }, design.a, design.a),
  );
  return found[costs.indexOf(Math.min(...costs))] ?? null;
}

/**
 * Spends `share` of the error before the cap and the rest at it, then gives up as soon as the power allows.
 */
function limitsWith(design: PairDesign, walk: OpenWalk, share: number): CalibratedPairs | null {
  const { alpha } = design;
  const upper = smallest(scoreMax, (score) => worstError(nullWalk(walk, score), Infinity) <= share * alpha);
  const early = nullWalk(walk, upper);
  const finalUpper = smallest(upper, (score) => worstError(early, score) <= alpha);
  const isStrong = (futility: number): boolean =>
    power({ ...walk, upper, finalUpper, futility }, design) >= design.power;
  if (!isStrong(-scoreMax)) return null;
  const futility = -smallest(scoreMax, (amount) => isStrong(-amount));
  return { limits: { upper, futility, finalUpper }, alpha: worstError(early, finalUpper) };
}

/**
 * The smallest score from 0 to `most` that is good enough, in thousandths; every larger one is too.
 */
function smallest(most: number, isGood: (score: number) => boolean): number {
  return firstWhere(Math.round(most * 1000), (thousandths) => isGood(thousandths / 1000)) / 1000;
}

function power(walk: PairWalk, { a, b }: PairDesign): number {
  let sum = 0;
  walkPairs(walk, a, b, ({ probability, worse }) => {
    if (worse) sum += probability;
  });
  return sum;
}

function meanPairs(walk: PairWalk, rateA: number, rateB: number): number {
  let mean = 0;
  walkPairs(walk, rateA, rateB, ({ pairs, probability }) => {
    mean += pairs * probability;
  });
  return mean;
}
