// Whether a task that ends with 0 is done, or missing. `restart: on-failure` or `none` says only that swarm
// does not start it anew: migrations have that, and many a server too.
import type { SpecView } from './fact.js';
import { isDone, isJob, mayBeDone } from './slots.js';
import type { ServiceUpgrade } from './service-upgrade.js';
import type { TaskHistory } from './timeline.js';

/**
 * `end`: a job or a one-shot, done when it ends with 0. `stay`: it serves, and is gone when it ends, with
 * whatever code. `unknown`: it ran on until it was asked to end, as a server does and a one-shot that takes
 * its time.
 */
export type Meant = 'end' | 'stay' | 'unknown';

/** Whether its base is known to have run to its end by itself: its head does too. */
export function runsOnce({
  base,
  live,
  oldTasks,
}: Pick<ServiceUpgrade, 'base' | 'live' | 'oldTasks'>): boolean {
  if (base === null || live === null || !mayBeDone(live.spec)) return false;
  return oldTasks.some((task) => isDone(base.spec, task));
}

/** By the spec, and by what tasks of the service did `before` this version of it. */
export function meantTo(spec: SpecView, before: readonly TaskHistory[]): Meant {
  if (!mayBeDone(spec)) return 'stay';
  if (isJob(spec) || before.some((task) => isDone(spec, task))) return 'end';
  if (spec.healthcheck || before.some(({ container }) => container.health !== null)) return 'stay';
  return before.some(({ ran }) => ran) ? 'unknown' : 'end';
}
