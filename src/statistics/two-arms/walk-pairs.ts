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
      const boundaries = boundariesOf(walk, pairs, failuresA);
      open.settle(failuresA, boundaries, (failuresB, probability) =>
        visit({ pairs, failuresA, failuresB, probability, worse: failuresB <= boundaries.worseUpTo }),
      );
    }
  }
}

/**
 * With so many failures of a: up to how many of b the score says worse, and from how many on it gives up. It
 * falls with each failure of b.
 */
interface Boundaries {
  readonly worseUpTo: number;
  readonly futileFrom: number;
}

function boundariesOf(walk: PairWalk, pairs: number, failuresA: number): Boundaries {
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
 * be above 0. Row 0 stays empty: that of no failure of a is row 1, and has one before it too.
 */
class OpenWalk {
  readonly #width: number;
  readonly #mass: Float64Array;
  readonly #low: Int32Array;
  readonly #high: Int32Array;

  constructor(cap: number) {
    this.#width = cap + 2;
    this.#mass = new Float64Array(this.#width * this.#width);
    this.#low = new Int32Array(this.#width).fill(this.#width);
    this.#high = new Int32Array(this.#width).fill(-1);
    this.#mass[this.#width] = 1;
    this.#low[1] = 0;
    this.#high[1] = 0;
  }

  /**
   * One pair more with so many failures of a: from the same number when a passes, from one fewer when it
   * fails. Highest number first.
   */
  advance(failuresA: number, rateA: number, rateB: number): void {
    const row = failuresA + 1;
    const [own, before] = [row * this.#width, failuresA * this.#width];
    const from = Math.min(this.#low[row] ?? 0, this.#low[failuresA] ?? 0);
    const to = Math.max(this.#high[row] ?? 0, this.#high[failuresA] ?? 0) + 1;
    let below = 0;
    for (let b = from; b <= to; b += 1) {
      const here = (this.#mass[own + b] ?? 0) * (1 - rateA) + (this.#mass[before + b] ?? 0) * rateA;
      this.#mass[own + b] = here * (1 - rateB) + below * rateB;
      below = here;
    }
    this.#low[row] = from;
    this.#high[row] = to;
  }

  /** Takes out what has ended: up to `worseUpTo` failures of b and from `futileFrom` on. */
  settle(
    failuresA: number,
    { worseUpTo, futileFrom }: Boundaries,
    ended: (failuresB: number, probability: number) => void,
  ): void {
    const row = failuresA + 1;
    const [low, high, own] = [this.#low[row] ?? 0, this.#high[row] ?? 0, row * this.#width];
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
