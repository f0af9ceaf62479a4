// The update stopped on a failed task, as `failure_action: pause` (swarm's default) asks for. Swarm goes on
// restarting tasks of the head then, so that it may run in every slot all the same.
import { bySlot, isEnding, isWanted, runsInEverySlot } from '../../evidence/slots.js';
import { causeOfPause } from '../causes/culprit.js';
import { isLiveHead, type Signature, type Story } from '../story.js';

export const paused: Signature = {
  name: 'paused',
  match: (story) => {
    if (!isLiveHead(story) || story.live?.update?.state !== 'paused') return null;
    return {
      outcome: 'paused',
      reason: `swarm applied the head and paused the update, and ${whoRuns(story)}`,
      cause: causeOfPause(story),
    };
  },
};

function whoRuns({ live, tasks }: Story): string {
  if (live === null || runsInEverySlot(live.spec, tasks)) return 'the head runs in every slot by now';
  const slots = bySlot(tasks.filter(isWanted));
  const runs = (isHead: boolean): number =>
    slots.filter((slot) =>
      slot.some(
        (task) =>
          task.last.state === 'running' &&
          !isEnding(task) &&
          (task.last.taskHash === live.spec.taskHash) === isHead,
      ),
    ).length;
  const [head, old, many] = [runs(true), runs(false), live.spec.replicas ?? slots.length];
  if (many === 1) return 'the head does not run';
  const where = `the head runs in ${String(head)} of ${String(many)} slots`;
  return old === 0 ? where : `it stands half-way: ${where}, the old version in ${String(old)}`;
}
