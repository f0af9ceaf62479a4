// Which task made swarm act, and why that task ended.
import { compareInstants } from '../../evidence/instant.js';
import { isEnding } from '../../evidence/slots.js';
import type { SpecLine, TaskHistory } from '../../evidence/timeline.js';
import { byEnd, diedUnasked, headDeaths, isPutBack, type Story } from '../story.js';
import type { Cause } from '../verdict.js';
import { causeOfTask } from './task-end.js';
import { tasklessCause } from './taskless.js';

const blame = /due to failure or early termination of task (\S+)/;

/**
 * Why swarm rolled the head back: the task that its message names, or the first head task that died before.
 */
export function causeOfRollback(story: Story): Cause {
  const saying = story.sightings.find((line) => line.update?.message.startsWith('update rolled back'));
  const first = story.sightings.find((line) => isPutBack(line, story));
  return causeByMessage(story, saying, first);
}

/** Why swarm paused the update. */
export function causeOfPause(story: Story): Cause {
  const saying = story.sightings.find((line) => line.update?.state === 'paused');
  return causeByMessage(story, saying, saying);
}

function causeByMessage(story: Story, saying: SpecLine | undefined, action: SpecLine | undefined): Cause {
  const named = blame.exec(saying?.update?.message ?? '')?.[1];
  if (named === undefined)
    return (
      causeOfFirstDeath(story, action) ??
      unknownCause('swarm named no task, and no head task is on record as ended before it acted', action)
    );
  const task = story.tasks.find(({ taskId }) => taskId === named);
  if (task === undefined)
    return { ...unknownCause('of the task that swarm names nothing is on record', saying), task: named };
  return withLine(causeOfTask(story.lines, task, story.oldTasks.includes(task) ? 'old' : 'new'), saying);
}

/** Of the head task that died first, before swarm did `action` where that is given; null when none did. */
export function causeOfFirstDeath(story: Story, action?: SpecLine): Cause | null {
  const dead =
    action === undefined
      ? [...headDeaths(story)]
      : story.headTasks.filter((task) => diedUnasked(task) && endedBefore(task, action));
  const [task] = dead.sort(byEnd);
  return task === undefined ? null : withLine(causeOfTask(story.lines, task, 'new'), action);
}

/** Of a head task that swarm wants and that does not run, or that is at its end; null when there is none. */
export function causeOfWaiting(story: Story): Cause | null {
  const task = story.headTasks.find(
    (task) =>
      task.ended === null &&
      task.last.exists &&
      (task.last.state !== 'running' || isEnding(task)) &&
      task.last.desired !== 'shutdown',
  );
  return task === undefined ? null : causeOfTask(story.lines, task, 'new');
}

export function unknownCause(detail: string, line?: SpecLine): Cause {
  return tasklessCause('unknown', detail, [line]);
}

/**
 * The agent's clock against the leader's; where a stamp cannot be read, the order in which the lines came.
 */
function endedBefore({ ended }: TaskHistory, action: SpecLine): boolean {
  if (ended === null) return false;
  const order = compareInstants(ended.statusAt, action.updatedAt);
  return order === null ? ended.seq < action.seq : order <= 0;
}

function withLine(cause: Cause, line: SpecLine | undefined): Cause {
  if (line === undefined) return cause;
  return { ...cause, evidence: [...new Set([...cause.evidence, line.seq])].sort((a, b) => a - b) };
}
