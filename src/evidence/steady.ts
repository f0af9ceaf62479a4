// Whether what runs can be taken to stay: a program that ends again and again runs too, for a moment.
import type { Evidence } from './evidence.js';
import type { SpecView } from './fact.js';
import { bySlot, isDone, isJob, isWanted } from './slots.js';
import { latestSpec, servicesOf, tasksOf, type TaskHistory } from './timeline.js';

/** Milliseconds that a task has to run of which no health check says that it is well. */
export const steadyMomentMs = 1000;

/**
 * When the stack, which stands, may be taken to stay up, in milliseconds since the trial began: once every
 * task was found healthy or has run for a moment, and for longer than one of its version did that ended.
 */
export function steadyFromMs(lines: readonly Evidence[], stack: string): number {
  const slots = servicesOf(lines, stack).flatMap((service) => {
    const live = latestSpec(lines, service);
    if (live?.exists !== true || isJob(live.spec)) return [];
    const own = tasksOf(lines, service).filter(({ last }) => last.taskHash === live.spec.taskHash);
    return bySlot(own).map((slot) => steadySlotMs(live.spec, slot));
  });
  return Math.max(0, ...slots);
}

function steadySlotMs(spec: SpecView, slot: readonly TaskHistory[]): number {
  const isFound = ({ ran, container }: TaskHistory): boolean =>
    container.health !== null || (spec.healthcheck && ran);
  const fallen = slot.filter(
    (task) => task.ended !== null && task.ended.state !== 'shutdown' && task.ran && !isDone(spec, task),
  );
  const needed = (task: TaskHistory): number =>
    Math.max(
      isFound(task) ? 0 : steadyMomentMs,
      ...fallen.filter((one) => isFound(one) || !isFound(task)).map((one) => lifeMs(one) + steadyMomentMs),
    );
  return Math.max(0, ...slot.filter(isWanted).map((task) => (task.runningSinceMs ?? 0) + needed(task)));
}

function lifeMs({ ended, runningSinceMs }: TaskHistory): number {
  return ended === null || runningSinceMs === null ? 0 : ended.atMs - runningSinceMs;
}
