// This run put what another run had put there already, while that update was under way: swarm then forgets
// the update's status and can no longer roll back, whatever happens. Only the head's tasks tell. (swarmkit
// manager/orchestrator/update/updater.go)
import { ownCommand } from '../../evidence/named-deployers.js';
import { isWithinDeploy } from '../../evidence/service-sightings.js';
import { runsInEverySlot } from '../../evidence/slots.js';
import { causeOfWaiting, unknownCause } from '../causes/culprit.js';
import { headDeaths, isLiveHead, type Signature, type Story } from '../story.js';
import { completedFinding } from './completed.js';

const twice = 'this run posted the spec that stood there already, which left swarm unable to roll back';

export const postedTwice: Signature = {
  name: 'posted-twice',
  match: (story) => {
    const { live, head, headTasks, tasks } = story;
    if (!isLiveHead(story) || live === null || live.previousSpec?.specHash !== head?.specHash) return null;
    const how = afterwards(story) ?? twice;
    if (headTasks.length === 0 || headDeaths(story).length > 0 || runsInEverySlot(live.spec, tasks))
      return completedFinding(story, how);
    const cause = causeOfWaiting(story) ?? unknownCause('a slot has no running task of the head', live);
    return {
      outcome: 'unsettled',
      reason: `${how}, and the head did not run in every slot when observation ended`,
      cause,
    };
  },
};

/**
 * Null where swarm was not seen to complete the update before. A deploy posts once, so that it was somebody
 * else, unless a command deploys that still ran then: it may post as often as it likes.
 */
function afterwards({ sightings, head, headSeen, rivals, end }: Story): string | null {
  const since = sightings.filter(({ seq }) => seq >= (headSeen?.seq ?? Infinity));
  const completed = since.findIndex(
    ({ update, spec }) => update?.state === 'completed' && spec.specHash === head?.specHash,
  );
  if (completed === -1) return null;
  const again = since.slice(completed).find(({ previousSpec }) => previousSpec?.specHash === head?.specHash);
  const own = end?.deployer === ownCommand && again !== undefined && isWithinDeploy(again, end);
  const others = rivals.length === 0 ? 'another client' : 'another run or client';
  return `swarm completed the update, after which ${own ? 'the command' : others} posted the same spec again`;
}
