// The head changes nothing that swarm replaces tasks for (labels, update settings, replicas, the same spec
// again, or no tasks at all): no slot is dirty, so there is no update that could fail or roll back. Added
// replicas are tasks all the same, and may not live.
import { isAtRest } from '../../evidence/slots.js';
import { changesTasks } from '../../evidence/service-upgrade.js';
import { causeOfFirstDeath, causeOfWaiting } from '../causes/culprit.js';
import { headDeaths, isLiveHead, type Finding, type Signature, type Story } from '../story.js';
import { completedFinding } from './completed.js';
import { isAdded } from './escape.js';

const how = 'the head changes nothing that swarm replaces tasks for, so it could not roll back';
const asksForNone = 'the head asks for no task, so there was none that could fail or be rolled back';
/** The head's first tasks are made as those of a new service are. */
const fromNone = 'the base had asked for no task, so swarm replaced none and watched none of those it made';

export const noOp: Signature = {
  name: 'no-op',
  match: (story) => {
    const { base, head } = story;
    if (!isLiveHead(story) || base === null || head === null || changesTasks(head, base)) return null;
    if (head.replicas === 0) return { outcome: 'no-op', reason: asksForNone, cause: null };
    if (head.templateHash !== base.spec.templateHash) return completedFinding(story, fromNone);
    return addedFailed(story) ?? { outcome: 'no-op', reason: how, cause: null };
  },
};

function addedFailed(story: Story): Finding | null {
  const { live, tasks, headTasks } = story;
  if (live === null || !headTasks.some((task) => isAdded(story, task))) return null;
  if (headDeaths(story).some((task) => isAdded(story, task))) {
    const cause = causeOfFirstDeath(story);
    return {
      outcome: 'failed-later',
      reason: `${how}, and a task of the replicas that it adds died, which no update watches`,
      cause,
      failedLater: 'unmonitored',
    };
  }
  if (isAtRest(live.spec, tasks)) return null;
  return {
    outcome: 'failed-later',
    reason: `${how}, and the replicas that it adds do not all run`,
    cause: causeOfWaiting(story),
  };
}
