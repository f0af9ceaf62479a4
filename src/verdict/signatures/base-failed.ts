// The base never stood, so the upgrade was never tried.
import type { Cause } from '../verdict.js';
import { causeOfTask } from '../causes/task-end.js';
import { tasklessCause } from '../causes/taskless.js';
import { diedUnasked, type Finding, type Signature, type Story } from '../story.js';
import { isDone, mayBeDone } from '../../evidence/slots.js';
import { ofKind } from '../../evidence/timeline.js';

export const baseFailed: Signature = {
  name: 'base-failed',
  match: (story) => {
    const { baseDeploy, baseConvergedMs, begin, adopted } = story;
    if (adopted !== null) return begin === null ? cannotTell('no update of the stack was seen') : null;
    if (baseDeploy === null) return cannotTell('the end of the base deploy is not on record');
    if (baseDeploy.exitCode !== 0) return deployFailed(story);
    if (begin === null && baseDeploy.failure !== null) return cannotTell(baseDeploy.failure);
    if (baseConvergedMs !== null)
      return begin === null ? cannotTell('the base stood, yet the upgrade was never begun') : null;
    if (begin !== null)
      return cannotTell('the upgrade began, yet nothing on record shows that the base stood');
    const nothingSeen = ofKind(story.lines, 'task').every(
      ({ service }) => !service.startsWith(`${story.run.stack}_`),
    );
    if (nothingSeen) return cannotTell('no task of the base is on record');
    return {
      outcome: 'base-failed',
      reason: 'the base did not converge before its deadline',
      cause: causeOfBase(story),
    };
  },
};

function cannotTell(reason: string): Finding {
  return { outcome: 'inconclusive', reason, cause: null };
}

function deployFailed({ baseDeploy }: Story): Finding {
  const said = baseDeploy?.failure ?? 'it said nothing';
  const reason = `the base deploy ended with exit code ${String(baseDeploy?.exitCode)}: ${said}`;
  return {
    outcome: 'base-failed',
    reason,
    cause: tasklessCause('deployer-error', said, [baseDeploy], { exitCode: baseDeploy?.exitCode ?? null }),
  };
}

/** The first task that died and should not have, or else the first that waits. */
function causeOfBase({ lines, tasks, live }: Story): Cause | null {
  const spec = live !== null && mayBeDone(live.spec) ? live.spec : null;
  const task =
    tasks.find((one) => diedUnasked(one) && !(spec !== null && isDone(spec, one))) ??
    tasks.find(({ last }) => last.exists && last.state !== 'running' && last.desired !== 'shutdown');
  return task === undefined ? null : causeOfTask(lines, task, 'old');
}
