// Whether trials failed more often, or less, the more trials their engine had run before. A permutation test:
// were the wear of engines of no account, the trials of an arm that failed would be any of that arm's, so
// that every choice of as many of them is equally likely (Fisher's argument; the sum over arms, each within
// itself).
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import type { Count } from '../../scenario/scenario.js';
import { eventOf } from '../event.js';
import type { Trust } from '../summary.js';
import type { TrialResult } from '../trial-result.js';
import { convolved } from './convolved.js';

type Wear = NonNullable<Trust['wear']>;

/** Beyond so many trials the normal approximation, with continuity correction, is as good. */
const exactMax = 100;
const alarm = 0.05;

/** Null where no arm both failed and held on engines that had run different numbers of trials. */
export function wearTrend(count: Count, results: readonly TrialResult[]): Wear | null {
  const arms = armsOf(count, results).filter(couldShow);
  const [failed, held] = [arms.flatMap((arm) => arm.failed), arms.flatMap((arm) => arm.held)];
  if (failed.length === 0) return null;
  const sum = sumOf(failed);
  const { atMost, atLeast } =
    failed.length + held.length <= exactMax ? exactly(arms, sum) : approximately(arms, sum);
  const p = Math.min(1, 2 * Math.min(atMost, atLeast));
  return { failed: sum / failed.length, held: sumOf(held) / held.length, p, suspect: p < alarm };
}

/** Trials that the engine of each trial had run before, of one arm. */
interface Arm {
  readonly failed: readonly number[];
  readonly held: readonly number[];
}

function armsOf(count: Count, results: readonly TrialResult[]): readonly Arm[] {
  const arms = new Map<string, { failed: number[]; held: number[] }>();
  for (const result of results) {
    const failed = eventOf(count, result);
    if (failed === null || result.trialsBefore === null) continue;
    const arm = arms.get(result.arm) ?? { failed: [], held: [] };
    (failed ? arm.failed : arm.held).push(result.trialsBefore);
    arms.set(result.arm, arm);
  }
  return [...arms.values()];
}

function couldShow({ failed, held }: Arm): boolean {
  return failed.length > 0 && held.length > 0 && new Set([...failed, ...held]).size > 1;
}

interface Tails {
  readonly atMost: number;
  readonly atLeast: number;
}

function exactly(arms: readonly Arm[], sum: number): Tails {
  let all: readonly number[] = [1];
  for (const arm of arms) all = convolved(all, sumsOf(arm));
  return {
    atMost: sumOf(all.slice(0, sum + 1)),
    atLeast: sumOf(all.slice(sum)),
  };
}

/** The probability of each sum of as many trials of an arm as failed, drawn without replacement. */
function sumsOf({ failed, held }: Arm): readonly number[] {
  const all = [...failed, ...held];
  const length = sumOf(all) + 1;
  const counts = Array.from({ length: failed.length + 1 }, () => new Float64Array(length));
  (counts[0] as Float64Array)[0] = 1;
  all.forEach((before, index) => {
    for (let size = Math.min(failed.length, index + 1); size >= 1; size--) {
      const [here, smaller] = [counts[size] as Float64Array, counts[size - 1] as Float64Array];
      for (let total = length - 1; total >= before; total--)
        here[total] = (here[total] ?? 0) + (smaller[total - before] ?? 0);
    }
  });
  const ways = Array.from(counts[failed.length] as Float64Array);
  const every = sumOf(ways);
  return ways.map((count) => count / every);
}

/** Mean and variance of a sum that is drawn without replacement, added up over the arms. */
function approximately(arms: readonly Arm[], sum: number): Tails {
  const moments = arms.map(({ failed, held }) => {
    const all = [...failed, ...held];
    const [n, k, mean] = [all.length, failed.length, sumOf(all) / all.length];
    const spread = sumOf(all.map((before) => (before - mean) ** 2));
    return { mean: k * mean, variance: (k * (n - k) * spread) / (n * (n - 1)) };
  });
  const mean = sumOf(moments.map((one) => one.mean));
  const sigma = Math.sqrt(sumOf(moments.map((one) => one.variance)));
  return { atMost: normalCdf(sum + 0.5, mean, sigma), atLeast: 1 - normalCdf(sum - 0.5, mean, sigma) };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
