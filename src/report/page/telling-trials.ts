// Of which trials a page holds the timelines, where it cannot hold all: first those that did not hold, then
// those that showed nothing, then those that held beside one of the first, then the rest.
import type { TrialRow } from '../trial-rows.js';

/** Ids in launch order, at most `most`. */
export function tellingTrials(trials: readonly TrialRow[], most: number): readonly string[] {
  const failed = new Set(trials.filter(({ mark }) => mark === 'd' || mark === 'x').map(({ block }) => block));
  const rank = ({ mark, block }: TrialRow): number => {
    if (mark === 'd' || mark === 'x') return 0;
    if (mark === '?' || mark === 'b') return 1;
    return mark === 'h' && failed.has(block) ? 2 : 3;
  };
  const ran = trials.filter(({ mark }) => mark !== '.');
  const chosen = new Set(
    [...ran]
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, most)
      .map(({ trial }) => trial),
  );
  return ran.flatMap(({ trial }) => (chosen.has(trial) ? [trial] : []));
}
