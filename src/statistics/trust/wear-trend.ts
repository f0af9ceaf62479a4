// Whether trials failed more often, or less, the more trials their engine had run before. A permutation test:
// were the wear of engines of no account, the trials of an arm that failed would be any of that arm's, so
// that every choice of as many of them is equally likely (Fisher's argument; the sum over arms, each within
// itself).
import type { Count } from '../../scenario/scenario.js';
import { eventOf } from '../event.js';
import type { Trust } from '../summary.js';
import type { TrialResult } from '../trial-result.js';
import { drawnSum, sumOf, type Group } from './drawn-sum.js';

type Wear = NonNullable<Trust['wear']>;

const alarm = 0.05;

/** Null where no arm both failed and held on engines that had run different numbers of trials. */
export function wearTrend(count: Count, results: readonly TrialResult[]): Wear | null {
  const arms = armsOf(count, results).filter(couldShow);
  if (arms.length === 0) return null;
  const p = drawnSum(arms);
  return {
    failed: meanOf(arms.flatMap(({ picked }) => picked)),
    held: meanOf(arms.flatMap(({ others }) => others)),
    p,
    suspect: p < alarm,
  };
}

function meanOf(numbers: readonly number[]): number {
  return sumOf(numbers) / numbers.length;
}

/** Trials that the engine of each had run before, arm by arm: of those that failed, and of the others. */
function armsOf(count: Count, results: readonly TrialResult[]): readonly Group[] {
  const arms = new Map<string, { picked: number[]; others: number[] }>();
  for (const result of results) {
    const failed = eventOf(count, result);
    if (failed === null || result.trialsBefore === null) continue;
    const arm = arms.get(result.arm) ?? { picked: [], others: [] };
    (failed ? arm.picked : arm.others).push(result.trialsBefore);
    arms.set(result.arm, arm);
  }
  return [...arms.values()];
}

function couldShow({ picked, others }: Group): boolean {
  return picked.length > 0 && others.length > 0 && new Set([...picked, ...others]).size > 1;
}
