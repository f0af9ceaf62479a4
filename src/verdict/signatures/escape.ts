// How the first death of a head task escaped swarm's monitor. Three things go by the name of a failure after
// the update: a task that died when the monitor was over, one whose death was allowed or judged too late, and
// one that no monitor ever watched, since the updater counts only tasks that it replaced, never those of
// added replicas (swarmkit manager/orchestrator/update/updater.go).
import { formatDuration } from '../../base/units.js';
import { compareInstants } from '../../evidence/instant.js';
import { slotOf } from '../../evidence/slots.js';
import type { TaskHistory } from '../../evidence/timeline.js';
import { byEnd, headDeaths, type Story } from '../story.js';
import type { FailedLater } from '../verdict.js';

export interface Escape {
  readonly failedLater: FailedLater;
  /** To follow on how the update ended: `yet …`. */
  readonly words: string;
}

export function escapeOf(story: Story): Escape {
  const dead = [...headDeaths(story)].sort(byEnd);
  const [first] = dead;
  if (first === undefined || diedAfterwards(story, first))
    return { failedLater: 'after-completed', words: 'yet a task of the head died after that' };
  if (isAdded(story, first))
    return { failedLater: 'unmonitored', words: 'yet a task died in an added slot, which no update watches' };
  return {
    failedLater: 'tolerated',
    words: `yet a task of the head had died before: ${whyTolerated(story, first)}`,
  };
}

/** Whether the head asks for more slots, and the task's is one that the base had no task in. */
export function isAdded({ base, head, oldTasks }: Story, task: TaskHistory): boolean {
  const more = base !== null && head !== null && (head.replicas ?? 0) > (base.spec.replicas ?? Infinity);
  return more && !oldTasks.some((old) => slotOf(old) === slotOf(task));
}

/** An added slot is never watched, but what dies in it when the update is over has escaped nothing. */
function diedAfterwards({ sightings, head }: Story, { ended }: TaskHistory): boolean {
  const completed = sightings.find(
    ({ update, spec }) => update?.state === 'completed' && spec.specHash === head?.specHash,
  );
  if (completed === undefined || ended === null) return false;
  return (compareInstants(ended.statusAt, completed.updatedAt) ?? ended.seq - completed.seq) > 0;
}

/**
 * Each task has a monitor of its own, from when it ran (updater.go, failureTriggersAction), and the update
 * may wait for other slots long after that.
 */
function whyTolerated({ head, live }: Story, { ended, runningSinceMs }: TaskHistory): string {
  const config = (head ?? live?.spec)?.updateConfig;
  if (config?.failureAction === 'continue') return 'failure_action is continue';
  if ((config?.maxFailureRatio ?? 0) > 0)
    return `max_failure_ratio ${String(config?.maxFailureRatio)} allows it`;
  const monitorMs = config?.monitorMs ?? Infinity;
  if (runningSinceMs !== null && ended !== null && ended.atMs - runningSinceMs > monitorMs)
    return `its own monitor of ${formatDuration(monitorMs)} was over, while the update went on elsewhere`;
  return 'swarm judged it too late';
}
