// A permutation test of a sum: were it of no account which of several numbers are picked out, every choice of
// as many of them would be equally likely. In several groups, each within itself (Fisher's argument, and the
// sum over the groups).
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { convolved } from './convolved.js';

/** Whole numbers from 0 on, of which some were picked out. */
export interface Group {
  readonly picked: readonly number[];
  readonly others: readonly number[];
}

/** Beyond so many numbers the normal approximation, with continuity correction, is as good. */
const exactMax = 100;

/** Two-sided p value of the sum of what was picked. */
export function drawnSum(groups: readonly Group[]): number {
  const sum = sumOf(groups.flatMap(({ picked }) => picked));
  const count = groups.reduce((total, group) => total + allOf(group).length, 0);
  const { atMost, atLeast } = count <= exactMax ? exactly(groups, sum) : approximately(groups, sum);
  return Math.min(1, 2 * Math.min(atMost, atLeast));
}

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function allOf({ picked, others }: Group): readonly number[] {
  return [...picked, ...others];
}

interface Tails {
  readonly atMost: number;
  readonly atLeast: number;
}

function exactly(groups: readonly Group[], sum: number): Tails {
  const all = groups.map(sumsOf).reduce(convolved);
  return { atMost: sumOf(all.slice(0, sum + 1)), atLeast: sumOf(all.slice(sum)) };
}

/** The probability of each sum of as many numbers of a group as were picked, drawn without replacement. */
function sumsOf(group: Group): readonly number[] {
  const all = allOf(group);
  const count = group.picked.length;
  const length = sumOf(all) + 1;
  const ways = Array.from({ length: count + 1 }, () => new Float64Array(length));
  (ways[0] as Float64Array)[0] = 1;
  for (const number of all) {
    for (let size = count; size >= 1; size--) {
      const [here, smaller] = [ways[size] as Float64Array, ways[size - 1] as Float64Array];
      for (let total = number; total < length; total++)
        here[total] = (here[total] ?? 0) + (smaller[total - number] ?? 0);
    }
  }
  const ofCount = Array.from(ways[count] as Float64Array);
  const every = sumOf(ofCount);
  return ofCount.map((one) => one / every);
}

/** Mean and variance of a sum that is drawn without replacement, added up over the groups. */
function approximately(groups: readonly Group[], sum: number): Tails {
  const moments = groups.map((group) => {
    const all = allOf(group);
    const [n, k, mean] = [all.length, group.picked.length, sumOf(all) / all.length];
    const spread = sumOf(all.map((number) => (number - mean) ** 2));
    return { mean: k * mean, variance: (k * (n - k) * spread) / (n * (n - 1)) };
  });
  const mean = sumOf(moments.map((one) => one.mean));
  const sigma = Math.sqrt(sumOf(moments.map((one) => one.variance)));
  return { atMost: normalCdf(sum + 0.5, mean, sigma), atLeast: 1 - normalCdf(sum - 0.5, mean, sigma) };
}
