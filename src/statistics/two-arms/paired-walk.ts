// Two arms, stopped as soon as it shows that a is worse, or that it will not show. Trials run in pairs, one
// of each arm in random order; each pair adds the logarithm of its likelihood ratio to a score (the
// e-variable of Turner, Ly and Grünwald, Journal of Statistical Planning and Inference 230:106116, 2024).
import { calibratePairs } from './calibrate-pairs.js';
import { fixedArms } from './fixed-arms.js';
import {
  checkPairDesign,
  noLimits,
  tooAlike,
  trialsOfArmMax,
  type PairDesign,
  type PairIncrements,
  type PairPlan,
} from './pair-design.js';
import { endOf, scoreOf, walkPairs, type PairWalk } from './walk-pairs.js';

export type { PairDesign, PairPlan } from './pair-design.js';

/**
 * Compiles a design to the scores at which to stop, with the exact errors and the pairs it will take. "A is
 * worse" is said wrongly with probability `alpha` at most, whatever rate the arms have in common.
 * @throws LabError `bad-input` for rates outside 0 to 1, arms that are too alike, and designs that the cap
 * leaves no room for.
 */
export function compilePairs(design: PairDesign): PairPlan {
  checkPairDesign(design);
  const fixed = fixedArms(design, trialsOfArmMax);
  if (fixed === null) throw tooAlike(design);
  const increments = incrementsOf(design);
  const cap = Math.ceil(design.capFactor * fixed.n);
  const calibrated = calibratePairs(design, { increments, cap });
  if (calibrated === null) throw noLimits(design, cap);
  const { limits, alpha } = calibrated;
  const plan = { design, ...limits, cap, increments, fixed: { n: fixed.n } };
  const [atDesign, bothAtA, bothAtB] = [
    pairCharacteristic(plan, design.a, design.b),
    pairCharacteristic(plan, design.a, design.a),
    pairCharacteristic(plan, design.b, design.b),
  ];
  return {
    ...plan,
    errors: { alpha, beta: 1 - atDesign.aWorse },
    expectedPairs: {
      atDesign: atDesign.expectedPairs,
      bothAtA: bothAtA.expectedPairs,
      bothAtB: bothAtB.expectedPairs,
    },
  };
}

/**
 * ln of P(outcome | a, b) / P(outcome | t, t) with t = (a + b) / 2. Its exponential has a mean of (1 +
 * x(pA))(1 - x(pB)), where x(p) = (a-b)(p-t) / (2t(1-t)), which is 1 at most whenever arm a is no worse than
 * arm b: so the score alone, without a cap, would be valid from ln(1/alpha) on, even while both rates drift.
 */
export function incrementsOf({ a, b }: Pick<PairDesign, 'a' | 'b'>): PairIncrements {
  const t = (a + b) / 2;
  const [failA, passA, failB, passB] = [
    Math.log(a / t),
    Math.log((1 - a) / (1 - t)),
    Math.log(b / t),
    Math.log((1 - b) / (1 - t)),
  ];
  return { aOnly: failA + passB, bOnly: passA + failB, both: failA + failB, neither: passA + passB };
}

export interface PairDecision {
  /** `not-shown` never means that the arms are equal. Null while the pairs so far do not decide. */
  readonly decision: 'a-worse' | 'not-shown' | null;
  /** Whole pairs that count: up to the decision. */
  readonly pairs: number;
  readonly score: number;
}

/**
 * Reads pairs in launch order (true: it failed); a pair with an invalid trial is null and does not count.
 * Those after a decision are ignored.
 */
export function decidePairs(
  plan: PairWalk,
  pairs: readonly ({ readonly a: boolean; readonly b: boolean } | null)[],
): PairDecision {
  let [count, failuresA, failuresB] = [0, 0, 0];
  for (const pair of pairs) {
    if (pair === null) continue;
    count += 1;
    failuresA += pair.a ? 1 : 0;
    failuresB += pair.b ? 1 : 0;
    const score = scoreOf(plan.increments, count, failuresA, failuresB);
    const worse = endOf(plan, count, score);
    if (worse !== null) return { decision: worse ? 'a-worse' : 'not-shown', pairs: count, score };
  }
  return { decision: null, pairs: count, score: scoreOf(plan.increments, count, failuresA, failuresB) };
}

/**
 * Exact: the probability of "a is worse" and the mean number of pairs when the arms fail at `rateA` and
 * `rateB`.
 */
export function pairCharacteristic(
  plan: PairWalk,
  rateA: number,
  rateB: number,
): { readonly aWorse: number; readonly expectedPairs: number } {
  let [aWorse, expectedPairs] = [0, 0];
  walkPairs(plan, rateA, rateB, ({ pairs, probability, worse }) => {
    if (worse) aWorse += probability;
    expectedPairs += pairs * probability;
  });
  return { aWorse, expectedPairs };
}
