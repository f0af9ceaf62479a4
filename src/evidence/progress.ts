// How far a trial has come, for the conductor: does the base stand, is the head being monitored, has swarm
// made up its mind.
import type { Evidence } from './evidence.js';
import { changesTasks, isWrite, serviceUpgrade, type ServiceUpgrade } from './service-upgrade.js';
import { runsOnce } from './meant-to-end.js';
import { bySlot, isAtRest, isDone, isJob, isWanted, standsInEverySlot } from './slots.js';
import {
  adoptionOf,
  deployOf,
  latestSpec,
  servicesOf,
  tasksOf,
  type SpecLine,
  type TaskHistory,
} from './timeline.js';

/**
 * Milliseconds that swarm may take from a write to its first sign of an update; a slow leader needs seconds.
 */
export const startGraceMs = 5000;

/** So many ends of tasks of one slot are a crash loop. */
const crashLoopDeaths = 3;

/** Milliseconds that the old version may take to run again after a rollback before waiting on is given up. */
const comebackMs = 60_000;

/**
 * Whether a line can change an answer of this file. Journals are mostly samples of memory and words of logs,
 * which cannot.
 */
export function bearsOnProgress(line: Evidence): boolean {
  if (line.kind === 'daemon-log') return line.about === 'service-write' || line.about === 'write-refused';
  return (
    line.kind === 'spec' ||
    line.kind === 'deploy' ||
    line.kind === 'passage' ||
    line.kind === 'adopted' ||
    line.kind === 'worktree' ||
    line.kind === 'task' ||
    (line.kind === 'container' && ['health', 'kill', 'die'].includes(line.action))
  );
}

/**
 * Whether the run's base was deployed, and every service of its stack has all its tasks running and no update
 * under way.
 */
export function isBaseConverged(lines: readonly Evidence[], run: string): boolean {
  const stack = stackWithBase(lines, run);
  return stack !== null && isStanding(lines, stack);
}

/** Whether the stack is there, and every service of it has all its tasks running and no update under way. */
export function isStanding(lines: readonly Evidence[], stack: string): boolean {
  const own = linesOf(lines, stack);
  const specs = servicesOf(own, stack)
    .map((service) => latestSpec(own, service))
    .filter((line) => line !== null);
  return (
    specs.length > 0 &&
    specs.every(
      (line) => line.exists && !isUnderWay(line) && standsInEverySlot(line.spec, tasksOf(own, line.service)),
    )
  );
}

/** Whether a task of the stack was seen that could not be started, or ended as one does that failed. */
export function hasFailedTask(lines: readonly Evidence[], stack: string): boolean {
  const states = linesOf(lines, stack).map((line) => (line.kind === 'task' ? line.state : null));
  return states.some((state) => state === 'failed' || state === 'rejected');
}

/** The stack whose base is there, deployed by the run or found; null while it is not. */
function stackWithBase(lines: readonly Evidence[], run: string): string | null {
  const deployed = deployOf(lines, run, 'base', 'end');
  return deployed?.exitCode === 0 ? deployed.stack : (adoptionOf(lines, run)?.stack ?? null);
}

/** A base that is put over another run's head is an update too. */
function isUnderWay({ update }: SpecLine): boolean {
  return update?.state === 'updating' || update?.state === 'rollback_started';
}

/**
 * Milliseconds since the trial began at which the run's base came to stand, the last time before the run's
 * upgrade; null when it never did.
 */
export function baseConvergedAt(lines: readonly Evidence[], run: string): number | null {
  const stack = stackWithBase(lines, run);
  if (stack === null) return null;
  const upgrade = deployOf(lines, run, 'upgrade', 'begin');
  const own = linesOf(lines, stack).filter((line) => upgrade === null || line.seq < upgrade.seq);
  let since: number | null = null;
  let stood = false;
  own.forEach((line, index) => {
    const stands = isBaseConverged(own.slice(0, index + 1), run);
    if (stands && !stood) since = line.atMs;
    stood = stands;
  });
  return since;
}

/**
 * Whether swarm's monitor watches a task of the run's head: one of the stamped service, where a service is
 * stamped.
 */
export function isMonitored(lines: readonly Evidence[], run: string): boolean {
  const upgrades = upgradesOf(lines, run);
  const stamped = upgrades.filter(({ head }) => head?.stamp != null);
  return (stamped.length > 0 ? stamped : upgrades).some(({ headTasks }) => headTasks.some(({ ran }) => ran));
}

/** Whether swarm was seen to roll any service of the run's stack back from its upgrade. */
export function isRollingBack(lines: readonly Evidence[], run: string): boolean {
  const begin = deployOf(lines, run, 'upgrade', 'begin');
  if (begin === null) return false;
  return lines.some(
    (line) =>
      line.kind === 'spec' &&
      line.seq > begin.seq &&
      line.stack === begin.stack &&
      line.update?.state.startsWith('rollback') === true &&
      line.update.startedAt !== updateBefore(lines, line.service, begin.seq),
  );
}

/** When swarm began the update that stood before this line; null when there was none. */
function updateBefore(lines: readonly Evidence[], service: string, seq: number): string | null {
  const before = lines.findLast(
    (line): line is SpecLine => line.kind === 'spec' && line.service === service && line.seq < seq,
  );
  return before?.update?.startedAt ?? null;
}

/**
 * Whether swarm's update of every service of the run's stack has reached a state that stays until somebody
 * writes again, and its tasks have come to rest: while a task still starts or leaves, or two are in a slot,
 * what the update came to is not yet known. `nowMs` counts from the beginning of the trial, as `atMs` does.
 */
export function settlement(lines: readonly Evidence[], run: string, nowMs: number): 'pending' | 'settled' {
  const end = deployOf(lines, run, 'upgrade', 'end');
  if (end === null) return 'pending';
  const upgrades = upgradesOf(lines, run);
  const waitedMs = nowMs - end.atMs;
  if (upgrades.length === 0) return waitedMs < startGraceMs ? 'pending' : 'settled';
  return upgrades.every((upgrade) => isTerminal(upgrade, waitedMs, nowMs)) ? 'settled' : 'pending';
}

function upgradesOf(lines: readonly Evidence[], run: string): readonly ServiceUpgrade[] {
  const begin = deployOf(lines, run, 'upgrade', 'begin');
  if (begin === null) return [];
  const own = linesOf(lines, begin.stack);
  return servicesOf(own, begin.stack).map((service) => serviceUpgrade(own, run, service));
}

function linesOf(lines: readonly Evidence[], stack: string): readonly Evidence[] {
  return lines.filter((line) => bearsOnProgress(line) && isOf(line, stack));
}

function isOf(line: Evidence, stack: string): boolean {
  if (line.kind === 'spec' || line.kind === 'deploy') return line.stack === stack;
  return (line.kind !== 'task' && line.kind !== 'container') || line.service.startsWith(`${stack}_`);
}

/**
 * A state read without its spec means nothing: a `completed` beside the base's own spec is the base's, not
 * the upgrade's.
 */
function isTerminal(upgrade: ServiceUpgrade, waitedMs: number, nowMs: number): boolean {
  const { live, base, tasks, sightings } = upgrade;
  if (live === null || !live.exists) return true;
  if (!wasTouched(upgrade)) return waitedMs >= startGraceMs;
  if (base === null) return standsInEverySlot(live.spec, tasks) || crashLoops(tasks);
  if (live.update === null) return isTerminalWithoutStatus(upgrade, nowMs);
  if (live.update.state === 'updating' || live.update.state === 'rollback_started') return false;
  const isOver = !runsOnce(upgrade) || !tasks.some(isWanted);
  if (live.previousSpec !== null)
    return (isAtRest(live.spec, tasks) && isOver) || crashLoops(upgrade.headTasks);
  const backSince =
    sightings.find((line) => line.previousSpec === null && line.update !== null)?.atMs ?? live.atMs;
  return (standsInEverySlot(live.spec, tasks) && isOver) || nowMs - backSince >= comebackMs;
}

/** A slot whose tasks end again and again will not come to rest, and that they do is known. */
function crashLoops(tasks: readonly TaskHistory[]): boolean {
  return bySlot(tasks).some(
    (slot) =>
      slot.filter(({ ended }) => ended !== null && ended.state !== 'shutdown').length >= crashLoopDeaths,
  );
}

function wasTouched({ sightings, base }: ServiceUpgrade): boolean {
  return sightings.some(
    (line) => isWrite(line, base) || (line.update?.startedAt ?? null) !== (base?.update?.startedAt ?? null),
  );
}

/**
 * Nothing to replace ends at once, but added replicas have to run. A job has no status, and the same spec
 * posted twice leaves none for ever: tasks must tell, and as long as the recipe's own monitor would have
 * watched them.
 */
function isTerminalWithoutStatus({ live, base, tasks, headTasks }: ServiceUpgrade, nowMs: number): boolean {
  if (live === null || base === null) return true;
  if (!changesTasks(live.spec, base)) return isAtRest(live.spec, tasks) || crashLoops(headTasks);
  if (isJob(live.spec))
    return headTasks.length > 0 && (standsInEverySlot(live.spec, headTasks) || crashLoops(headTasks));
  if (live.previousSpec?.specHash !== live.spec.specHash) return false;
  if (crashLoops(headTasks)) return true;
  const since = Math.max(
    ...headTasks
      .filter((task) => isWanted(task) || isDone(live.spec, task))
      .map(({ runningSinceMs, last }) => runningSinceMs ?? last.atMs),
  );
  return standsInEverySlot(live.spec, headTasks) && nowMs - since >= live.spec.updateConfig.monitorMs;
}
