// How often a walk of pairs says "a is worse" though both arms fail alike. Under a common rate every order of
// so many failures is equally likely; hence one walk at the rate 1/2 tells, for each total of failures, the
// share of orders that ends so.
import { scoreOf, scoreTolerance, walkPairs, type PairWalk } from './walk-pairs.js';
import { worstOverRates } from './worst-over-rates.js';

/** What a walk with this upper limit, and no futility stop, comes to at the rate 1/2. */
export interface NullWalk {
  readonly cap: number;
  /**
   * Index: failures in both arms up to the cap. Probability of having ended before the cap, the pairs not run
   * being counted as if run.
   */
  readonly early: Float64Array;
  /** Where it may stand at the cap. */
  readonly atCap: readonly {
    readonly score: number;
    readonly failures: number;
    readonly probability: number;
  }[];
}

/** Walks with the upper limit alone. */
export function nullWalk(open: Pick<PairWalk, 'increments' | 'cap'>, upper: number): NullWalk {
  const { cap, increments } = open;
  const ends = Array.from({ length: cap + 1 }, () => new Float64Array(2 * cap + 1));
  const atCap: { score: number; failures: number; probability: number }[] = [];
  walkPairs(
    { ...open, upper, futility: -Infinity, finalUpper: Infinity },
    0.5,
    0.5,
    ({ pairs, failuresA, failuresB, probability, worse }) => {
      const failures = failuresA + failuresB;
      const row = ends[pairs];
      if (worse && row !== undefined) row[failures] = (row[failures] ?? 0) + probability;
      else atCap.push({ score: scoreOf(increments, pairs, failuresA, failuresB), failures, probability });
    },
  );
  return { cap, early: ends.reduce<Float64Array>(plusOnePair, new Float64Array(2 * cap + 1)), atCap };
}

/**
 * The ended mass goes on to fail at the rate 1/2, so that all of it is counted over the same number of
 * trials; `row` has just ended.
 */
function plusOnePair(ended: Float64Array, row: Float64Array): Float64Array {
  return row.map(
    (probability, failures) =>
      probability +
      (ended[failures] ?? 0) / 4 +
      (ended[failures - 1] ?? 0) / 2 +
      (ended[failures - 2] ?? 0) / 4,
  );
}

/** The highest error over all common rates, when the score at the cap must reach `finalUpper`. */
export function worstError({ cap, early, atCap }: NullWalk, finalUpper: number): number {
  const mass = Float64Array.from(early);
  for (const { score, failures, probability } of atCap)
    if (score >= finalUpper - scoreTolerance) mass[failures] = (mass[failures] ?? 0) + probability;
  return worstOverRates(mass.map((probability) => Math.log(probability) + 2 * cap * Math.LN2));
}
