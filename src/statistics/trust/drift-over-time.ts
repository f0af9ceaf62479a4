// Does the machine, or whatever else it may be, change in the course of a campaign? The rank-sum test of when
// trials drifted: were nothing to change, drifted trials would be as likely to come early as late.
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

/** Beyond so many trials the normal approximation, with continuity correction, is as good. */
const exactMax = 100;

/**
 * Two-sided p value; `outcomes` in launch order, true where it drifted. Null where one outcome is all there
 * is.
 */
export function driftOverTime(outcomes: readonly boolean[]): number | null {
  const places = outcomes.flatMap((failed, index) => (failed ? [index + 1] : []));
  const [n, k] = [outcomes.length, places.length];
  if (k === 0 || k === n) return null;
  const sum = places.reduce((total, place) => total + place, 0);
  const { atMost, atLeast } = n <= exactMax ? exactly(n, k, sum) : approximately(n, k, sum);
  return Math.min(1, 2 * Math.min(atMost, atLeast));
}

interface Tails {
  readonly atMost: number;
  readonly atLeast: number;
}

/** Counts the choices of `k` of the places 1 to `n` by their sum. */
function exactly(n: number, k: number, sum: number): Tails {
  const sumMax = (k * (2 * n - k + 1)) / 2;
  const counts = Array.from({ length: k + 1 }, () => new Float64Array(sumMax + 1));
  (counts[0] as Float64Array)[0] = 1;
  for (let place = 1; place <= n; place++) {
    for (let size = Math.min(k, place); size >= 1; size--) {
      const [here, before] = [counts[size] as Float64Array, counts[size - 1] as Float64Array];
      for (let total = sumMax; total >= place; total--)
        here[total] = (here[total] ?? 0) + (before[total - place] ?? 0);
    }
  }
  const ofSize = counts[k] as Float64Array;
  const all = ofSize.reduce((total, count) => total + count, 0);
  return {
    atMost: ofSize.slice(0, sum + 1).reduce((total, count) => total + count, 0) / all,
    atLeast: ofSize.slice(sum).reduce((total, count) => total + count, 0) / all,
  };
}

function approximately(n: number, k: number, sum: number): Tails {
  const mean = (k * (n + 1)) / 2;
  const sigma = Math.sqrt((k * (n - k) * (n + 1)) / 12);
  return { atMost: normalCdf(sum + 0.5, mean, sigma), atLeast: 1 - normalCdf(sum - 0.5, mean, sigma) };
}
