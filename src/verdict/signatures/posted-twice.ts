// The same spec was posted again while its update was under way: swarm then forgets the update's status and can no longer
// roll back, whatever happens. Only the head's tasks tell. (swarmkit manager/orchestrator/update/updater.go)
import { runsInEverySlot } from '../../evidence/timeline.js';
import { causeOfWaiting, unknownCause } from '../causes/culprit.js';
import { diedUnasked, isLiveHead, type Signature } from '../story.js';
import { completedFinding } from './completed.js';

const how = 'the same spec was posted twice, which left swarm unable to roll back';

export const postedTwice: Signature = {
  name: 'posted-twice',
  match: (story) => {
    const { live, head, headTasks, tasks } = story;
    if (!isLiveHead(story) || live === null || live.previousSpec?.specHash !== head?.specHash) return null;
    if (headTasks.length === 0 || headTasks.some(diedUnasked) || runsInEverySlot(live.spec, tasks)) return completedFinding(story, how);
    const cause = causeOfWaiting(story) ?? unknownCause('a slot has no running task of the head', live);
    return { outcome: 'unsettled', reason: `${how}, and the head did not run in every slot when observation ended`, cause };
  },
};
