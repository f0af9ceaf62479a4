// Swarm says that the update completed. That alone is no success: every slot must run the head, and no head
// task may have died. A task of the base that was killed meanwhile did not stop the head, but it is on record
// as the cause of an outage.
import { present } from '../../base/assert.js';
import { runsInEverySlot, slotOf, surplusOf } from '../../evidence/slots.js';
import { ofKind, type SpecLine, type TaskHistory } from '../../evidence/timeline.js';
import { causeOfFirstDeath, causeOfWaiting, unknownCause } from '../causes/culprit.js';
import { causeOfTask } from '../causes/task-end.js';
import { diedUnasked, headDeaths, isLiveHead, type Finding, type Signature, type Story } from '../story.js';
import type { Cause } from '../verdict.js';
import { blindAtTheEnd } from '../sight.js';
import { escapeOf } from './escape.js';

export const completed: Signature = {
  name: 'completed',
  match: (story) =>
    isLiveHead(story) && story.live?.update?.state === 'completed'
      ? completedFinding(story, 'swarm completed the update')
      : null,
};

/** Held or failed later, by the head's tasks alone; `how` says how the update ended. */
export function completedFinding(story: Story, how: string): Finding {
  const { live, tasks, headTasks, underTest, readback } = story;
  if (live === null || headTasks.length === 0)
    return cannotTell(`${how}, and no task of the head is on record`);
  const dead = headDeaths(story);
  if (dead.length > 0) {
    const { failedLater, words } = escapeOf(story);
    return {
      outcome: 'failed-later',
      reason: `${how}, ${words}`,
      cause: causeOfFirstDeath(story),
      failedLater,
    };
  }
  const unrecorded = unrecordedEnd(story);
  if (unrecorded !== null) return cannotTell(`${how}, but ${unrecorded}`);
  if (!runsInEverySlot(live.spec, tasks)) {
    const cause = causeOfWaiting(story) ?? unknownCause('a slot has no running task of the head', live);
    return { outcome: 'failed-later', reason: `${how}, yet the head does not run in every slot`, cause };
  }
  if (underTest && (readback === null || !readback.found || readback.stamp !== live.spec.stamp))
    return cannotTell(`${how}, but no readback confirms the stamp${whyUnread(story)}`);
  return {
    outcome: 'held',
    reason: `${how}, and the head runs in every slot${surplusInWords(live, tasks)}`,
    cause: causeOfOldDeath(story),
  };
}

/** Tasks beside the one that a slot is to have, which swarm was seen to keep until the end. */
function surplusInWords({ spec }: SpecLine, tasks: readonly TaskHistory[]): string {
  const [wanted] = surplusOf(spec, tasks);
  return wanted === undefined
    ? ''
    : `; swarm keeps ${String(wanted.length)} tasks of it in slot ${slotOf(present(wanted[0], 'task'))}, ` +
        'where one is asked for';
}

/** Nothing where there is a readback, which has another stamp, or where nothing was blind then. */
function whyUnread({ readback, lines, run }: Story): string {
  const blind = readback === null ? blindAtTheEnd(lines, run.run) : null;
  return blind === null ? '' : `: ${blind}`;
}

/** A container that died says that a task ended; where the tasks do not, one of them was missed. */
function unrecordedEnd({ lines, service, tasks, oldTasks, begin }: Story): string | null {
  const line = ofKind(lines, 'container').find(({ action, service: of, taskId, seq }) => {
    if (action !== 'die' || of !== service || seq < (begin?.seq ?? Infinity)) return false;
    const task = tasks.find((known) => known.taskId === taskId);
    return task === undefined || (task.ended === null && !oldTasks.includes(task));
  });
  return line === undefined
    ? null
    : `a container of task ${line.taskId} died, and the end of that task is not on record`;
}

/**
 * Of the first base task that died after the upgrade began, unasked or by the kernel's hand; null when none
 * did.
 */
function causeOfOldDeath({ lines, oldTasks, begin }: Story): Cause | null {
  const causes = oldTasks
    .filter(({ ended }) => ended !== null && ended.seq > (begin?.seq ?? Infinity))
    .map((task) => ({ task, cause: causeOfTask(lines, task, 'old') }))
    .filter(({ task, cause }) => diedUnasked(task) || cause.kind === 'oom-kill');
  return causes[0]?.cause ?? null;
}

function cannotTell(reason: string): Finding {
  return { outcome: 'inconclusive', reason, cause: null };
}
