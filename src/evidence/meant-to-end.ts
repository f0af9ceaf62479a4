// Whether a task that ends with 0 is done, or missing. `restart: on-failure` or `none` says only that swarm
// does not start it anew: migrations have that, and many a server too.
import type { SpecView } from './fact.js';
import { bySlot, isDone, isJob, mayBeDone } from './slots.js';
import type { ServiceUpgrade } from './service-upgrade.js';
import type { TaskHistory } from './timeline.js';

/**
 * `end`: a job or a one-shot, done when it ends with 0. `stay`: it serves, and is gone when it ends, with
 * whatever code. `unknown`: it ran on until it was asked to end, as a server does and a one-shot that takes
 * its time.
 */
export type Meant = 'end' | 'stay' | 'unknown';

/** The version before, as far as it is known. */
export interface Before {
  /** Null where it is not known. */
  readonly spec: SpecView | null;
  readonly tasks: readonly TaskHistory[];
}

/** As it stood when the upgrade began: what ended later had not ended then. */
export function beforeUpgrade({
  base,
  begin,
  oldTasks,
}: Pick<ServiceUpgrade, 'base' | 'begin' | 'oldTasks'>): Before {
  const seq = begin?.seq ?? Infinity;
  return {
    spec: base?.spec ?? null,
    tasks: oldTasks
      .filter(({ first }) => first.seq < seq)
      .map((task) => (task.ended !== null && task.ended.seq > seq ? { ...task, ended: null } : task)),
  };
}

/** By the spec, and by what tasks of the service did `before` this version of it. */
export function meantTo(spec: SpecView, before: Before): Meant {
  const { tasks } = before;
  if (!mayBeDone(spec)) return 'stay';
  if (isJob(spec) || hasRunToEnd(before.spec ?? spec, tasks)) return 'end';
  if (spec.healthcheck || tasks.some(({ container }) => container.health !== null)) return 'stay';
  return tasks.some(hasRun) ? 'unknown' : 'end';
}

/**
 * Whether its base is known to have run to its end by itself, and nothing says that its head serves: the head
 * is to end too.
 */
export function runsOnce(
  upgrade: Pick<ServiceUpgrade, 'base' | 'begin' | 'live' | 'oldTasks' | 'headTasks'>,
): boolean {
  const { base, live, headTasks } = upgrade;
  if (base === null || live === null || !mayBeDone(live.spec) || live.spec.healthcheck) return false;
  const serves = headTasks.some(({ container }) => container.health !== null);
  return !serves && hasRunToEnd(base.spec, beforeUpgrade(upgrade).tasks);
}

/** In every slot, and swarm had no reason to start it again. */
export function hasRunToEnd(spec: SpecView, tasks: readonly TaskHistory[]): boolean {
  const newest = bySlot(tasks).map((slot) => slot.at(-1));
  return (
    mayBeDone(spec) && newest.length > 0 && newest.every((task) => task !== undefined && isDone(spec, task))
  );
}

/** Swarm's record of a task keeps only how it ended: one that was shut down had run until then. */
function hasRun({ ran, ended }: TaskHistory): boolean {
  return ran || ended?.state === 'shutdown' || ended?.state === 'complete';
}
