// Whether a service is as its spec asks: in every slot one task that runs, or, of a service that is done when
// its tasks ended with 0, one that did.
import type { SpecView } from './fact.js';
import type { TaskHistory } from './timeline.js';

/** The slot of a task; of a global service the node. */
export function slotOf({ last, first }: TaskHistory): string {
  return String(last.slot ?? last.nodeId ?? first.nodeId);
}

/** A job, which swarm runs once to its end. */
export function isJob({ mode }: SpecView): boolean {
  return mode === 'replicated-job' || mode === 'global-job';
}

/**
 * A service of which a task that ended with 0 is done, and not down: a job, or one that swarm does not start
 * anew then.
 */
export function mayBeDone(spec: SpecView): boolean {
  return isJob(spec) || spec.restart !== 'any';
}

/** A task that swarm means to run. */
export function isWanted({ last }: TaskHistory): boolean {
  return last.exists && last.desired === 'running';
}

/**
 * A task of `spec` that ended with 0 by itself. Swarm calls complete, too, what ends with 0 as it is stopped
 * for being ill. What was found healthy serves, unless it is of a job, and is gone when it ends; where it has
 * a health check, its container has to be on record for that.
 */
export function isDone(spec: SpecView, { ended, container }: TaskHistory): boolean {
  if (ended?.state !== 'complete' || container.killed) return false;
  return isJob(spec) || (container.health === null && (container.died || !spec.healthcheck));
}

/** Swarm still calls it running, and it was found ill, which has swarm stop it, or its container is gone. */
export function isEnding({ ended, container }: TaskHistory): boolean {
  return ended === null && (container.died || container.health === 'unhealthy');
}

/**
 * Whether every slot that `spec` asks for has exactly one task that swarm wants, and that one runs and is of
 * this spec, or the slot is done. A global service (replicas null) has a slot on every node that has a task.
 */
export function standsInEverySlot(spec: SpecView, tasks: readonly TaskHistory[]): boolean {
  return runsInEverySlot(spec, tasks) && (isJob(spec) || surplusOf(spec, tasks).length === 0);
}

/**
 * The same of a service that may run more than it is asked for: where an old task dies while its successor
 * starts, swarm starts another successor beside that one, and keeps both. A slot with a task of another spec
 * that swarm still wants, or with one that does not run, is not run by this one.
 */
export function runsInEverySlot(spec: SpecView, tasks: readonly TaskHistory[]): boolean {
  if (isJob(spec)) return jobIsDone(spec, tasks);
  const slots = bySlot(tasks);
  const running = slots.filter((slot) => runs(spec, slot));
  const enough = spec.replicas === null ? running.length > 0 : running.length === spec.replicas;
  return enough && slots.every((slot) => running.includes(slot) || !slot.some(isWanted));
}

/**
 * Whether in every slot that `spec` asks for its newest task is of this spec and done; of a global service in
 * every one in which a task was.
 */
export function isDoneInEverySlot(spec: SpecView, tasks: readonly TaskHistory[]): boolean {
  if (tasks.some(isWanted) || !runsInEverySlot(spec, tasks)) return false;
  return spec.replicas !== null || isJob(spec) || bySlot(tasks).every((slot) => runs(spec, slot));
}

/** Slots in which more than one task of this spec runs that swarm wants. */
export function surplusOf(
  spec: SpecView,
  tasks: readonly TaskHistory[],
): readonly (readonly TaskHistory[])[] {
  return bySlot(tasks)
    .map((slot) => slot.filter(isWanted))
    .filter((wanted) => wanted.length > 1 && wanted.every((task) => isRunning(spec, task)));
}

/**
 * Whether some task runs in every slot, of whichever spec, and none is about to start or to leave: nothing
 * moves any more.
 */
export function isAtRest(spec: SpecView, tasks: readonly TaskHistory[]): boolean {
  if (tasks.some(isMoving)) return false;
  if (isJob(spec)) return jobIsDone(spec, tasks);
  const slots = bySlot(tasks);
  const running = slots.filter((slot) => slot.some(isWanted));
  const ended = slots.filter((slot) => !slot.some(isWanted) && (runs(spec, slot) || isLeft(spec, slot)));
  if (!running.every((slot) => slot.filter(isWanted).length === 1 && slot.some(isUp))) return false;
  const standing = running.length + ended.length;
  if (spec.replicas === null) return standing > 0;
  return running.length <= spec.replicas && standing >= spec.replicas;
}

function isUp(task: TaskHistory): boolean {
  return isWanted(task) && task.last.state === 'running';
}

/** Its newest task has ended, and swarm starts none after it. */
function isLeft({ restart }: SpecView, slot: readonly TaskHistory[]): boolean {
  const state = slot.at(-1)?.ended?.state;
  return state !== undefined && (restart === 'none' || (restart === 'on-failure' && state === 'complete'));
}

/**
 * It is to run and does not yet, or is to stop and still runs. Swarm makes a task ready that it will start
 * after the restart delay.
 */
function isMoving(task: TaskHistory): boolean {
  const { last, ended, ran } = task;
  if (ended !== null || !last.exists) return false;
  if (isEnding(task)) return true;
  return last.desired === 'running' || last.desired === 'ready' ? last.state !== 'running' : ran;
}

/** The tasks of each slot, in the order in which slots and tasks were seen. */
export function bySlot(tasks: readonly TaskHistory[]): readonly (readonly TaskHistory[])[] {
  const slots = new Map<string, TaskHistory[]>();
  for (const task of tasks) {
    const known = slots.get(slotOf(task));
    if (known) known.push(task);
    else slots.set(slotOf(task), [task]);
  }
  return [...slots.values()];
}

function runs(spec: SpecView, slot: readonly TaskHistory[]): boolean {
  const wanted = slot.filter(isWanted);
  if (wanted.length > 0) return wanted.every((task) => isRunning(spec, task));
  const newest = slot.at(-1);
  return newest?.last.taskHash === spec.taskHash && mayBeDone(spec) && isDone(spec, newest);
}

function isRunning({ taskHash }: SpecView, task: TaskHistory): boolean {
  return task.last.state === 'running' && task.last.taskHash === taskHash && !isEnding(task);
}

/** Of a replicated job so many tasks as it asks for; of a global one, every one that there is. */
function jobIsDone(spec: SpecView, tasks: readonly TaskHistory[]): boolean {
  const own = tasks.filter(({ last }) => last.taskHash === spec.taskHash);
  const ofSpec = (task: TaskHistory): boolean => isDone(spec, task);
  const done = own.filter(ofSpec).length;
  return spec.replicas === null
    ? done > 0 && bySlot(own).every((slot) => slot.some(ofSpec))
    : done >= spec.replicas;
}
