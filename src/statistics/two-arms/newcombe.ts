// The interval of a difference between two rates: Newcombe's method 10 (Statistics in Medicine 17:873, 1998),
// built from the Wilson limits of both. Closed form, inside [-1, 1], sane at 0 of n.
import { wilson, type Confidence, type Interval } from '../wilson.js';

/** `k` of `n` trials. */
export interface Count {
  readonly k: number;
  readonly n: number;
}

/** Interval of the rate of `a` minus the rate of `b`. */
export function newcombe(a: Count, b: Count, confidence: Confidence): Interval {
  const [ofA, ofB] = [wilson(a.k, a.n, confidence), wilson(b.k, b.n, confidence)];
  const [rateA, rateB] = [a.k / a.n, b.k / b.n];
  const difference = rateA - rateB;
  return {
    low: Math.max(-1, difference - Math.hypot(rateA - ofA.low, ofB.high - rateB)),
    high: Math.min(1, difference + Math.hypot(ofA.high - rateA, rateB - ofB.low)),
  };
}
