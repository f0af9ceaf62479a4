// What runs that go each for itself have in common: the end of all, the windows of loads between them, and
// the wait until swarm has made up its mind about one.
import { once } from '../base/once.js';
import { settlement } from '../evidence/progress.js';
import { untilAtRest } from './at-rest.js';
import type { ReadyTrial, RunTree } from './trial-state.js';
import { openAsSeen } from './upgrade.js';

/** Ends when every run has; the first error of a run is thrown once the others are over. */
export async function everyRun(
  { trees }: Pick<ReadyTrial, 'trees'>,
  work: (tree: RunTree) => Promise<void>,
): Promise<void> {
  const ends = await Promise.allSettled(trees.map(work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** The first run that comes so far ends the loads of the base and begins those of the upgrade. */
export function upgradeWindow({ loads }: Pick<ReadyTrial, 'loads'>): () => Promise<void> {
  return once(async () => {
    await loads.close('base');
    loads.open('upgrade');
  });
}

/** Resolves once swarm has made up its mind about the run's upgrade and the settle time is over, or later. */
export async function untilRunRests(ready: ReadyTrial, tree: RunTree, signal: AbortSignal): Promise<void> {
  const { recorder, spec } = ready;
  const watch = (): boolean => {
    openAsSeen(ready, [tree.run]);
    return settlement(recorder.lines, tree.run.run, recorder.nowMs()) === 'settled';
  };
  await untilAtRest(recorder, { watch, ...spec.settings.observe }, signal);
}
