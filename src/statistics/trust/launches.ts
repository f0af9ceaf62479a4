// Launches of each arm that showed nothing. Those that were lost and made again count: what lost them may lie
// in the arm.
import type { Launches } from '../stop/validity.js';
import type { Trust } from '../summary.js';
import { isValid, type TrialResult } from '../trial-result.js';
import { fisher } from '../two-arms/fisher.js';

const alarm = 0.05;

export interface LaunchesOf extends Launches {
  /** Of the arm. */
  readonly name: string;
}

/** Launches of each arm that ended and tried an upgrade; those that were lost and made again count too. */
export function launchesByArm(
  arms: readonly string[],
  results: ReadonlyMap<string, TrialResult>,
): readonly LaunchesOf[] {
  const all = [...results.values()];
  return arms.map((name) => {
    const own = all.filter(({ arm }) => arm === name);
    const lost = own.reduce((sum, result) => sum + result.lost.length, 0);
    const open = own.filter(({ mark }) => mark === '?').length;
    return {
      name,
      count: own.filter((result) => isValid(result) || result.mark === '?').length + lost,
      invalid: open + lost,
    };
  });
}

/**
 * What keeps trials from showing anything in one arm more often than in another may also bend the comparison.
 */
export function unevenOf(launches: readonly LaunchesOf[]): Trust['inconclusive']['uneven'] {
  const rates = launches
    .map(({ name, invalid, count }) => ({ name, k: invalid, n: count }))
    .filter(({ n }) => n > 0);
  const share = ({ k, n }: { readonly k: number; readonly n: number }): number => k / n;
  const sorted = [...rates].sort((a, b) => share(b) - share(a));
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (most === undefined || least === undefined || share(most) === share(least)) return null;
  const pairs = (rates.length * (rates.length - 1)) / 2;
  const p = Math.min(1, fisher(most, least).twoSided * pairs);
  return p < alarm ? { a: most.name, b: least.name, p } : null;
}
