// The update stopped half-way on a failed task, as `failure_action: pause` (swarm's default) asks for.
import { causeOfPause } from '../causes/culprit.js';
import { isLiveHead, type Signature } from '../story.js';

export const paused: Signature = {
  name: 'paused',
  match: (story) => {
    if (!isLiveHead(story) || story.live?.update?.state !== 'paused') return null;
    return { outcome: 'paused', reason: 'swarm applied the head and stopped the update half-way', cause: causeOfPause(story) };
  },
};
