// The tables that Fisher's one-sided p value calls extreme, and how often they occur when both arms have the
// same rate. Boschloo's test and the number of trials it needs are made of this.
import gammaln from '@stdlib/math-base-special-gammaln';
import { marginsOf } from './margins.js';
import { worstOverRates } from './worst-over-rates.js';

/** Trials in arm a and in arm b. */
export interface ArmSizes {
  readonly a: number;
  readonly b: number;
}

/**
 * Fisher's one-sided p values of all tables, in the direction "a fails more often".
 */
export interface Tails {
  readonly sizes: ArmSizes;
  /**
   * Index: failures of both arms together; then failures of arm a, from the fewest that it can have. The
   * probability of as many failures of arm a or more, given that total.
   */
  readonly atLeast: readonly Float64Array[];
}

/** All tables with a Fisher p value of a limit at most. */
export interface Rejection {
  readonly sizes: ArmSizes;
  /**
   * Index: failures of both arms together. The fewest failures of arm a that are extreme; one more than
   * possible when none is.
   */
  readonly from: Int32Array;
  /** Index: failures of both arms together. The probability of an extreme table, given that total. */
  readonly probability: Float64Array;
}

/** Given the total of the failures, the common rate drops out. */
export function tailsOf(sizes: ArmSizes): Tails {
  const atLeast = Array.from({ length: sizes.a + sizes.b + 1 }, (_, total) => {
    const ofA = Math.min(sizes.a, total);
    const { probabilities } = marginsOf({ k: ofA, n: sizes.a }, { k: total - ofA, n: sizes.b });
    let sum = 0;
    return probabilities.map((__, index) => (sum += probabilities.at(-1 - index) ?? 0)).reverse();
  });
  return { sizes, atLeast };
}

/** The tables with a p value of `limit` at most, with a tolerance for rounding. */
export function rejectionOf({ sizes, atLeast }: Tails, limit: number): Rejection {
  const isExtreme = (tail: number): boolean => tail <= limit * (1 + 1e-9);
  return {
    sizes,
    from: Int32Array.from(atLeast, (tails, total) => {
      const ordinary = tails.filter((tail) => !isExtreme(tail)).length;
      return Math.max(0, total - sizes.b) + ordinary;
    }),
    probability: Float64Array.from(atLeast, (tails) => tails.find(isExtreme) ?? 0),
  };
}

/** The highest probability of an extreme table over all common rates. */
export function worstSize({ sizes, probability }: Rejection): number {
  const trials = sizes.a + sizes.b;
  const log = (n: number): number => gammaln(n + 1);
  return worstOverRates(
    probability.map((one, total) => Math.log(one) + log(trials) - log(total) - log(trials - total)),
  );
}
