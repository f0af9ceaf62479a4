// The exact behaviour of a walk of pairs at any two rates: the probability of every (pairs, failures of a,
// failures of b) that is not yet decided, carried forward pair by pair. The score depends on these three
// alone.
import type { PairIncrements, PairLimits } from './pair-design.js';

export interface PairWalk extends PairLimits {
  readonly increments: PairIncrements;
  readonly cap: number;
}

/** A way to end, with its probability; at the cap everything ends. */
export interface PairEnd {
  readonly pairs: number;
  readonly failuresA: number;
  readonly failuresB: number;
  readonly probability: number;
  /** Whether the end says that a is worse. */
  readonly worse: boolean;
}

/** Nearer than this, scores are equal: they are sums of rounded logarithms. */
export const scoreTolerance = 1e-9;

/** The score after so many pairs and failures: increments add up arm by arm. */
export function scoreOf(
  { aOnly, both, neither }: PairIncrements,
  pairs: number,
  failuresA: number,
  failuresB: number,
): number {
  return pairs * neither + failuresA * (aOnly - neither) + failuresB * (both - aOnly);
}

/** Whether the score ends the walk after so many pairs: `true` a is worse, `false` not shown, null go on. */
export function endOf(walk: PairWalk, pairs: number, score: number): boolean | null {
  if (pairs >= walk.cap) return score >= walk.finalUpper - scoreTolerance;
  if (score >= walk.upper - scoreTolerance) return true;
  return score <= walk.futility + scoreTolerance ? false : null;
}

/** Every way to end when the arms fail at `rateA` and `rateB`, handed to `visit`. */
export function walkPairs(walk: PairWalk, rateA: number, rateB: number, visit: (end: PairEnd) => void): void {
  const open = new OpenWalk(walk.cap);
  for (let pairs = 1; pairs <= walk.cap; pairs += 1) {
    for (let failuresA = pairs; failuresA >= 0; failuresA -= 1) {
      open.advance(failuresA, rateA, rateB);
      const { worseUpTo, futileFrom } = boundariesOf(walk, pairs, failuresA);
      open.settle(failuresA, worseUpTo, futileFrom, (failuresB, probability) =>
        visit({ pairs, failuresA, failuresB, probability, worse: failuresB <= worseUpTo }),
      );
    }
  }
}

/**
 * With so many failures of a: up to how many of b the score says worse, and from how many on it gives up. It
 * falls with each failure of b.
 */
function boundariesOf(
  walk: PairWalk,
  pairs: number,
  failuresA: number,
): { readonly worseUpTo: number; readonly futileFrom: number } {
  const without = scoreOf(walk.increments, pairs, failuresA, 0);
  const perFailure = walk.increments.aOnly - walk.increments.both;
  const isLast = pairs === walk.cap;
  const worseUpTo = Math.floor(
    (without - (isLast ? walk.finalUpper : walk.upper) + scoreTolerance) / perFailure,
  );
  return {
    worseUpTo,
    futileFrom: isLast ? worseUpTo + 1 : Math.ceil((without - walk.futility - scoreTolerance) / perFailure),
  };
}

/**
 * The probabilities of what is open, by failures of a (a row) and of b; in each row only `low` to `high` may
 * be above 0.
 */
class OpenWalk {
  readonly #width: number;
  readonly #mass: Float64Array;
  readonly #low: Int32Array;
  readonly #high: Int32Array;

  constructor(cap: number) {
    this.#width = cap + 2;
    this.#mass = new Float64Array(this.#width * (cap + 2));
    this.#low = new Int32Array(cap + 1);
    this.#high = new Int32Array(cap + 1).fill(-1);
    this.#mass[0] = 1;
    this.#high[0] = 0;
  }

  /**
   * One pair more in this row: from itself when arm a passes, from the row before when it fails. Highest row
   * first.
   */
  advance(row: number, rateA: number, rateB: number): void {
    const [low, high] = [this.#low[row] ?? 0, this.#high[row] ?? -1];
    const [lowBefore, highBefore] =
      row === 0 ? [0, -1] : [this.#low[row - 1] ?? 0, this.#high[row - 1] ?? -1];
    if (high < low && highBefore < lowBefore) return;
    const from = high < low ? lowBefore : highBefore < lowBefore ? low : Math.min(low, lowBefore);
    const to = Math.max(high < low ? -1 : high, highBefore < lowBefore ? -1 : highBefore) + 1;
    const [own, before] = [row * this.#width, (row - 1) * this.#width];
    let below = 0;
    for (let b = from; b <= to; b += 1) {
      const here =
        (this.#mass[own + b] ?? 0) * (1 - rateA) + (row === 0 ? 0 : (this.#mass[before + b] ?? 0) * rateA);
      this.#mass[own + b] = here * (1 - rateB) + below * rateB;
      below = here;
    }
    this.#low[row] = from;
    this.#high[row] = to;
  }

  /** Takes out of a row what has ended: up to `worseUpTo` and from `futileFrom` on. */
  settle(
    row: number,
    worseUpTo: number,
    futileFrom: number,
    ended: (failuresB: number, probability: number) => void,
  ): void {
    const [low, high] = [this.#low[row] ?? 0, this.#high[row] ?? -1];
    const own = row * this.#width;
    const take = (b: number): void => {
      ended(b, this.#mass[own + b] ?? 0);
      this.#mass[own + b] = 0;
    };
    for (let b = low; b <= Math.min(high, worseUpTo); b += 1) take(b);
    for (let b = Math.max(low, futileFrom); b <= high; b += 1) take(b);
    this.#low[row] = Math.max(low, worseUpTo + 1);
    this.#high[row] = Math.min(high, futileFrom - 1);
  }
}
