// A service that the head creates: no update, so no status, no monitor and no rollback. Only its tasks tell.
import { isDoneInEverySlot, isJob, runsInEverySlot } from '../../evidence/slots.js';
import { causeOfFirstDeath, causeOfWaiting, unknownCause } from '../causes/culprit.js';
import { headDeaths, type Signature } from '../story.js';

export const created: Signature = {
  name: 'created',
  match: (story) => {
    const { base, live, tasks } = story;
    if (base !== null || live === null) return null;
    if (live.spec.replicas === 0)
      return {
        outcome: 'no-op',
        reason: 'the head creates the service, and asks for no task of it',
        cause: null,
      };
    if (tasks.length === 0)
      return {
        outcome: 'inconclusive',
        reason: 'the head creates the service, and none of its tasks is on record',
        cause: null,
      };
    if (headDeaths(story).length > 0) {
      const cause = causeOfFirstDeath(story);
      return {
        outcome: 'failed-later',
        reason: 'the head creates the service, and a task of it died, which no update watches',
        cause,
        failedLater: 'unmonitored',
      };
    }
    if (isDoneInEverySlot(live.spec, tasks))
      return {
        outcome: 'held',
        reason: 'the head creates the service, and it ran to its end with 0',
        cause: null,
        remark: isJob(live.spec)
          ? null
          : 'it ended with 0 and is not started again by its restart policy: should it serve, it is gone',
      };
    if (runsInEverySlot(live.spec, tasks))
      return {
        outcome: 'held',
        reason: 'the head creates the service, and it runs in every slot',
        cause: null,
      };
    const cause = causeOfWaiting(story) ?? unknownCause('a slot has no task that runs', live);
    return {
      outcome: 'unsettled',
      reason: 'the head creates the service, and it did not run in every slot when observation ended',
      cause,
    };
  },
};
