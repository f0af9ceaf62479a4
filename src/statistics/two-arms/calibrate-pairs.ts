// The limits of a walk of pairs, by exact calculation: how much of the error is spent before the cap is tried
// in steps, and the cheapest limits are kept. The same idea as STEP (Snyder and others, Robotics: Science and
// Systems, 2025).
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
 * Scores are searched for between these; "a is worse" is never said at a score below 0, which speaks for the
 * contrary.
 */
const [scoreMin, scoreMax] = [-8, 8];

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
  const upper = smallest(
    0,
    scoreMax,
    (score) => worstError(nullWalk(walk, score), Infinity) <= share * alpha,
  );
  const early = nullWalk(walk, upper);
  const finalUpper = smallest(0, upper, (score) => worstError(early, score) <= alpha);
  const isStrong = (futility: number): boolean =>
    power({ ...walk, upper, finalUpper, futility }, design) >= design.power;
  if (!isStrong(scoreMin)) return null;
  const futility = -smallest(0, -scoreMin, (amount) => isStrong(-amount));
  return { limits: { upper, futility, finalUpper }, alpha: worstError(early, finalUpper) };
}

/**
 * The smallest score that is good enough, to the thousandth above it; every larger one is good enough too.
 */
function smallest(from: number, to: number, isGood: (score: number) => boolean): number {
  let [bad, good] = [Math.floor(from * 1000), Math.ceil(to * 1000)];
  while (good - bad > 1) {
    const middle = Math.floor((bad + good) / 2);
    if (isGood(middle / 1000)) good = middle;
    else bad = middle;
  }
  return good / 1000;
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
