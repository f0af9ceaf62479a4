// The base as a harness deploys it, which does not say when it is done: whether it stood is looked at before
// anything of it is removed, and when the harness has ended without an update.
import { hasFailedTask, isStanding } from '../evidence/progress.js';
import { deployOf, latestSpec, ofKind, servicesOf } from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import type { ReadyTrial } from './trial-state.js';

export interface BaseOfHarness {
  /**
   * Something of it is about to be removed: what an earlier run left, or what was only to be installed. True
   * where that was put there since the last time.
   */
  readonly leaves: () => Promise<boolean>;
  /**
   * Whether it is seen that it failed, once nothing more is done to it. What stands is given the time that a
   * base has; of what was removed before it ran nobody knows.
   */
  readonly hasFailed: (signal: AbortSignal) => Promise<boolean>;
}

export function baseOfHarness(
  { recorder, sources, spec }: Pick<ReadyTrial, 'recorder' | 'sources' | 'spec'>,
  { run, stack }: RunSpec,
): BaseOfHarness {
  const { lines, until } = recorder;
  let stood = false;
  const stands = (): boolean => isStanding(lines, stack);
  const look = async (): Promise<void> => {
    await sources.look();
    stood ||= stands();
  };
  const isThere = (): boolean =>
    servicesOf(lines, stack).some((service) => latestSpec(lines, service)?.exists === true);
  return {
    leaves: async () => {
      await look();
      const since = deployOf(lines, run, 'base', 'begin')?.seq ?? 0;
      return ofKind(lines, 'spec').some((line) => line.stack === stack && line.exists && line.seq > since);
    },
    hasFailed: async (signal) => {
      await look();
      if (stood) return false;
      if (isThere()) return !(await until(stands, spec.settings.observe.baseDeadlineMs, signal));
      return hasFailedTask(lines, stack);
    },
  };
}
