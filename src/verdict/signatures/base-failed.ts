// The base never stood, so the upgrade was never tried.
import type { Cause } from '../verdict.js';
import { causeOfTask } from '../causes/task-end.js';
import { tasklessCause } from '../causes/taskless.js';
import { diedUnasked, type Finding, type Signature, type Story } from '../story.js';
import { isDone, isEnding, mayBeDone } from '../../evidence/slots.js';
import { latestSpec, ofKind, servicesOf, tasksOf, type TaskHistory } from '../../evidence/timeline.js';

export const baseFailed: Signature = {
  name: 'base-failed',
  match: (story) => {
    const { baseDeploy, baseConvergedMs, begin, adopted } = story;
    if (adopted !== null) return begin === null ? cannotTell('no update of the stack was seen') : null;
    if (baseDeploy === null) return cannotTell('the end of the base deploy is not on record');
    if (baseDeploy.exitCode !== 0) return deployFailed(story);
    if (begin === null && baseDeploy.failure !== null) return cannotTell(baseDeploy.failure);
    if (baseConvergedMs !== null) return begin === null ? fellOf(story) : null;
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

/** It was seen to stand, and the upgrade was not begun: it did not go on to. */
function fellOf(story: Story): Finding {
  const cause = causeOfBase(story);
  return cause === null
    ? cannotTell('the base stood, yet the upgrade was never begun')
    : { outcome: 'base-failed', reason: 'the base stood, and did not stay before its deadline', cause };
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
function causeOfBase(story: Story): Cause | null {
  const { lines } = story;
  const waits = ({ last }: TaskHistory): boolean =>
    last.exists && last.state !== 'running' && last.desired !== 'shutdown';
  const tasks = servicesOfBase(story).flatMap((service) => tasksOf(lines, service));
  const task = tasks.find(isEnding) ?? tasks.find(waits);
  return causeOfDeath(story) ?? (task === undefined ? null : causeOfTask(lines, task, 'old'));
}

/** Of the first task that died and should not have; null when none did. */
function causeOfDeath(story: Story): Cause | null {
  const { lines } = story;
  const dead = servicesOfBase(story).flatMap((service) => {
    const spec = latestSpec(lines, service)?.spec ?? null;
    const mayEnd = spec !== null && mayBeDone(spec) ? spec : null;
    return tasksOf(lines, service).filter(
      (task) => diedUnasked(task) && !(mayEnd !== null && isDone(mayEnd, task)),
    );
  });
  return dead[0] === undefined ? null : causeOfTask(lines, dead[0], 'old');
}

/** The one that is told of, and then the others of the stack, which have to stand too. */
function servicesOfBase({ lines, run, service }: Story): readonly string[] {
  return [service, ...servicesOf(lines, run.stack).filter((other) => other !== service)];
}
