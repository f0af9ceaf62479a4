// What may be said of a rate while trials still run and anyone may look, or stop, at any time. A fixed-number
// interval that is looked at after every trial leaves the truth out far more often than it says; this one
// keeps its word over all looks together.
import betaln from '@stdlib/math-base-special-betaln';
import { pointWhere } from '../bisection.js';
import { assertCount, type Interval } from '../wilson.js';

/** Jeffreys' prior: Beta(1/2, 1/2). */
export const prior = 0.5;

/**
 * All rates p that the outcomes do not speak against: those with M(p) < 1/alpha, where M(p) = B(a+k, a+n-k) /
 * B(a, a) / (p^k (1-p)^(n-k)) is the mixture likelihood ratio (Robbins, Annals of Mathematical Statistics
 * 41:1397, 1970; Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49:1055, 2021). By Ville's
 * inequality the true rate ever leaves the interval with probability `alpha` at most, whenever one looks and
 * for whatever reason one stops. 0 to 1 at no trials.
 */
export function confidenceSequence(k: number, n: number, alpha: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  assertCount(k, n);
  return { low: lowerEnd(k, n, alpha), high: 1 - lowerEnd(n - k, n, alpha) };
}

/**
 * The root of ln M(p) = ln 1/alpha below k/n, by bisection on the logit scale, so that small rates keep their
 * digits.
 */
function lowerEnd(k: number, n: number, alpha: number): number {
  if (k === 0) return 0;
  const excess = (p: number): number =>
    betaln(prior + k, prior + n - k) -
    betaln(prior, prior) -
    logPower(k, p) -
    logPower(n - k, 1 - p) +
    Math.log(alpha);
  const seen = k === n ? 40 : Math.log(k / (n - k));
  return logistic(pointWhere([-800, seen], (logit) => excess(logistic(logit)) < 0));
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** ln(base^exponent), with 0^0 = 1. */
export function logPower(exponent: number, base: number): number {
  return exponent === 0 ? 0 : exponent * Math.log(base);
}
