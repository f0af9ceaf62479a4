// Swarm's update monitor put the old spec back. The last state does not tell whether that worked: `completed`
// may stand over a rollback that ended well or badly. What tells are the states on the way and whether the
// old version runs in every slot.
import { runsInEverySlot } from '../../evidence/slots.js';
import { causeOfRollback } from '../causes/culprit.js';
import { isPutBack, statesSeen, wasApplied, type Finding, type Signature, type Story } from '../story.js';

export const rolledBack: Signature = {
  name: 'rolled-back',
  match: (story) => {
    const { live, tasks, sightings } = story;
    if (live === null || !sightings.includes(live) || !wasApplied(story) || !isPutBack(live, story))
      return null;
    if (tasks.length === 0)
      return {
        outcome: 'inconclusive',
        reason: 'swarm put the old spec back, and no task on record tells whether it runs',
        cause: null,
      };
    return { ...howItEnded(story), cause: causeOfRollback(story) };
  },
};

function howItEnded(story: Story): Omit<Finding, 'cause'> {
  const { live, tasks } = story;
  if (live?.update?.state === 'rollback_started')
    return { outcome: 'unsettled', reason: 'swarm was still rolling back when observation ended' };
  const runs = live !== null && runsInEverySlot(live.spec, tasks);
  if (statesSeen(story).has('rollback_paused')) {
    const now = runs
      ? 'though the old version runs by now'
      : 'and the old version does not run in every slot';
    return {
      outcome: 'rollback-failed',
      reason: `swarm applied the head, rolled it back, and stopped half-way, ${now}`,
    };
  }
  if (!runs)
    return {
      outcome: 'rollback-failed',
      reason: 'swarm put the old spec back, but the old version does not run in every slot',
    };
  return { outcome: 'rolled-back', reason: 'swarm applied the head and then rolled it back' };
}
