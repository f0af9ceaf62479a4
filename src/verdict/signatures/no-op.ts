// The head changes nothing that swarm replaces tasks for (labels, update settings, the same spec again): no slot is dirty,
// so there is no update that could fail or roll back.
import { changesTasks } from '../../evidence/service-upgrade.js';
import { isLiveHead, type Signature } from '../story.js';

export const noOp: Signature = {
  name: 'no-op',
  match: (story) => {
    const { base, head } = story;
    if (!isLiveHead(story) || base === null || head === null || changesTasks(head, base)) return null;
    return { outcome: 'no-op', reason: 'the head changes nothing that swarm replaces tasks for, so it could not roll back', cause: null };
  },
};
