// The rate of one arm with the interval that fits it: after a number of trials fixed beforehand, and while
// they still run.
import { lowerBound, upperBound } from './clopper-pearson.js';
import { confidenceSequence } from './anytime/confidence-sequence.js';
import type { Rate } from './summary.js';
import { wilson, type Confidence } from './wilson.js';

/** Confidence of every interval that a summary holds. */
export const confidence: Confidence = 0.95;

/**
 * `k` of `n` valid trials have the event; null when there was none, because then nothing is known. An exact
 * one-sided bound where none or all of them have it.
 */
export function rateOf(k: number, n: number): Rate | null {
  if (n === 0) return null;
  const known = { k, n, rate: k / n };
  if (k === 0)
    return {
      ...known,
      low: 0,
      high: upperBound(k, n, confidence),
      confidence,
      method: 'clopper-pearson-upper',
    };
  if (k === n)
    return {
      ...known,
      low: lowerBound(k, n, confidence),
      high: 1,
      confidence,
      method: 'clopper-pearson-lower',
    };
  return { ...known, ...wilson(k, n, confidence), confidence, method: 'wilson' };
}

/**
 * The same while trials still run and anyone may look, or where a rule stopped them: wider, since it holds at
 * every look together.
 */
export function rateSoFar(k: number, n: number): Rate | null {
  return n === 0
    ? null
    : {
        k,
        n,
        rate: k / n,
        ...confidenceSequence(k, n, 1 - confidence),
        confidence,
        method: 'confidence-sequence',
      };
}
