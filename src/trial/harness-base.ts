// The base as a harness deploys it, which does not say when it is done: whether it stood is looked at before
// anything of it is removed, and when the harness has ended without an update.
import { hasFailedTask, isStanding } from '../evidence/progress.js';
import { deployOf, latestSpec, ofKind, servicesOf } from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import type { ReadyTrial } from './trial-state.js';

export interface BaseOfHarness {
  /** Looked at: something of it is about to be removed. */
  readonly looked: () => Promise<void>;
  /** Where a service is about to be made: before any other, beside others, or when all of it was removed. */
  readonly creating: () => Promise<'first' | 'beside' | 'anew'>;
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
    looked: look,
    creating: async () => {
      await look();
      if (isThere()) return 'beside';
      const since = deployOf(lines, run, 'base', 'begin')?.seq ?? 0;
      const wasThere = ofKind(lines, 'spec').some((line) => line.stack === stack && line.seq > since);
      return wasThere ? 'anew' : 'first';
    },
    hasFailed: async (signal) => {
      await look();
      if (stood) return false;
      if (isThere()) return !(await until(stands, spec.settings.observe.baseDeadlineMs, signal));
      return hasFailedTask(lines, stack);
    },
  };
}
