// Fisher's exact test: printed because everybody knows it. The decision is Boschloo's, which never needs more
// trials (Lydersen, Fagerland and Laake, Statistics in Medicine 28:1159, 2009).
import { marginsOf } from './margins.js';
import type { Count } from './newcombe.js';

/** p values of a test of two arms. */
export interface TwoArmTest {
  readonly twoSided: number;
  /** Against "a does not fail more often than b". */
  readonly greater: number;
  /** Against "a does not fail less often than b". */
  readonly less: number;
}

/**
 * Two-sided is the sum over all tables that are no likelier than the one seen, as in R (with its tolerance of
 * 1e-7) and scipy.
 */
export function fisher(a: Count, b: Count): TwoArmTest {
  const { first, probabilities } = marginsOf(a, b);
  const seen = probabilities[a.k - first] ?? 0;
  let [greater, less, twoSided] = [0, 0, 0];
  probabilities.forEach((probability, index) => {
    if (index >= a.k - first) greater += probability;
    if (index <= a.k - first) less += probability;
    if (probability <= seen * (1 + 1e-7)) twoSided += probability;
  });
  return { twoSided: Math.min(1, twoSided), greater: Math.min(1, greater), less: Math.min(1, less) };
}
