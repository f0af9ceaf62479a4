// How strongly outcomes speak for a rate below a limit, at any look: the verdict of a campaign that was not
// planned.
import betaln from '@stdlib/math-base-special-betaln';
import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import { assertCount } from '../wilson.js';
import { logPower, prior } from './confidence-sequence.js';

/**
 * The e-value against "the rate is `p1` or more": the mean likelihood ratio of the rates below `p1`, weighted
 * by Jeffreys' prior, to `p1` itself. Each of these ratios has a mean of 1 at most for every rate from `p1`
 * on, hence so has their mixture, and by Ville's inequality it ever reaches 1/beta with probability beta at
 * most. So the rate may be called below `p1` with confidence 1 - beta as soon as the e-value is 1/beta or
 * more. 1 at no trials.
 */
export function eValueBelow(k: number, n: number, p1: number): number {
  if (n === 0) return 1;
  assertCount(k, n);
  const mixture = betaln(prior + k, prior + n - k) + Math.log(betaCdf(p1, prior + k, prior + n - k));
  const weight = betaln(prior, prior) + Math.log(betaCdf(p1, prior, prior));
  return Math.exp(mixture - weight - logPower(k, p1) - logPower(n - k, 1 - p1));
}
