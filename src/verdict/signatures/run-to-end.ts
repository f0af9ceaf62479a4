// Services that are done when their tasks have ended: jobs, for which swarm keeps no update status, and
// one-shot services beside the one under test, which swarm takes for failed updates when they end within the
// monitor, also with 0. Ended with 0, both are done, not down.
import { beforeUpgrade, hasRunToEnd, runsOnce } from '../../evidence/meant-to-end.js';
import {
  bySlot,
  isDone,
  isDoneInEverySlot,
  isJob,
  mayBeDone,
  runsInEverySlot,
} from '../../evidence/slots.js';
import { causeOfFirstDeath, causeOfWaiting, unknownCause } from '../causes/culprit.js';
import { headDeaths, headMeantTo, isLiveHead, type Finding, type Signature, type Story } from '../story.js';

export const runToEnd: Signature = {
  name: 'run-to-end',
  match: (story) => {
    const { live, base } = story;
    if (live === null || base === null) return null;
    if (isJob(live.spec)) return isLiveHead(story) && story.headTasks.length > 0 ? ofJob(story) : null;
    if (isUnfinishedOneShot(story)) return unfinished(story, "the head's one-shot");
    return mayBeDone(live.spec) && !story.underTest ? ofOneShot(story) : null;
  },
};

function ofJob(story: Story): Finding {
  const { live, headTasks } = story;
  const done = live !== null && runsInEverySlot(live.spec, headTasks);
  const dead = headDeaths(story);
  if (done)
    return { outcome: 'held', reason: "the head's job ran to its end", cause: null, remark: timesRun(story) };
  if (dead.length > 0)
    return {
      outcome: 'failed-later',
      reason: "a task of the head's job failed, which no update watches",
      cause: causeOfFirstDeath(story),
      failedLater: 'unmonitored',
    };
  return unfinished(story, "the head's job");
}

/** `what` is to run to its end, and did not fail. */
function unfinished(story: Story, what: string): Finding {
  const { live } = story;
  return {
    outcome: 'unsettled',
    reason: `${what} had not run to its end when observation ended`,
    cause:
      causeOfWaiting(story) ??
      unknownCause('no task of it is on record that failed or waits', live ?? undefined),
  };
}

/** Swarm's update is over and nothing failed, but a one-shot is to end. */
function isUnfinishedOneShot(story: Story): boolean {
  const { live, headTasks } = story;
  if (!isLiveHead(story) || live?.update?.state !== 'completed' || headDeaths(story).length > 0) return false;
  return runsOnce(story) && headTasks.some(({ ended, ran, last }) => ended === null && last.exists && ran);
}

/**
 * Whatever swarm made of its end, which has to have come in every slot: the old one that a rollback starts
 * again has to have ended with 0 too.
 */
function ofOneShot(story: Story): Finding | null {
  const { headTasks, live, tasks } = story;
  const spec = story.head ?? live?.spec ?? null;
  if (spec === null || live === null) return null;
  if (endedWell(story)) return notKnown('it was found healthy before it ended with 0, and its base was not');
  if (headDeaths(story).length > 0) return null;
  const done = bySlot(headTasks.filter((task) => isDone(spec, task))).length;
  if (done === 0) return null;
  if (headMeantTo(story) === 'unknown')
    return notKnown(
      'it ended with 0 where its base ran on until it was asked to end, is not started again by its ' +
        'restart policy, and has no health check',
    );
  if (done < (spec.replicas ?? bySlot(tasks).length) || !isDoneInEverySlot(live.spec, tasks)) return null;
  const rolledBack = !isLiveHead(story);
  const after = rolledBack ? '; swarm took that for a failed update and put the old spec back' : '';
  return {
    outcome: 'held',
    reason: `it ran to its end with 0, as a one-shot does${after}`,
    cause: null,
    remark: timesRun(story),
  };
}

function notKnown(what: string): Finding {
  const reason = `${what}: whether it is to serve or to run once is not known`;
  return { outcome: 'inconclusive', reason, cause: null };
}

/** A health check that its spec does not show judged it, of which its base had none that did. */
function endedWell(story: Story): boolean {
  const { base, head, headTasks } = story;
  if (base === null || head?.healthcheck !== false) return false;
  return (
    hasRunToEnd(base.spec, beforeUpgrade(story).tasks) &&
    headTasks.some(
      ({ ended, container }) =>
        ended?.state === 'complete' && !container.killed && container.health === 'healthy',
    )
  );
}

/** Null when it was started once at most since the upgrade began. */
function timesRun({ tasks, begin, live }: Story): string | null {
  const ran = tasks.filter(
    (task) => live !== null && isDone(live.spec, task) && task.first.seq > (begin?.seq ?? Infinity),
  ).length;
  return ran > 1 ? `it ran ${String(ran)} times in this upgrade` : null;
}
