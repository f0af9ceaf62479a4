// Tasks that come up and old ones that are stopped; those that fail are told in deaths.ts.
import { ofKind } from '../../evidence/timeline.js';
import { shortId, type Moment } from './moment.js';
import type { Role, RunContext } from './run-context.js';

const shownRestarts = 3;

/** The roles of the tasks of the service under test that run at that moment. */
export function runningAt(context: RunContext, atMs: number): readonly Role[] {
  return [...context.tasks].flatMap(([taskId, lines]) => {
    const last = lines.findLast((line) => line.atMs <= atMs);
    return last?.service === context.service && last.exists && last.state === 'running' ? [context.roleOf(taskId)] : [];
  });
}

/** A task as a person calls it: `new task 9xk2…`. */
export function taskInWords(role: Role, taskId: string): string {
  return `${role === 'restored' ? 'restored base' : role} task ${shortId(taskId)}`;
}

/** From the upgrade on, for the service under test: who comes up (the first few), and which old task is stopped. */
export function taskMoments(context: RunContext): readonly Moment[] {
  const ofService = [...context.tasks].filter(([, lines]) => lines[0]?.service === context.service).map(([taskId]) => taskId);
  const fresh = ofService.filter((taskId) => context.roleOf(taskId) !== 'old');
  const old = ofService.filter((taskId) => context.roleOf(taskId) === 'old');
  return [
    ...fresh.flatMap((taskId) => comingUp(context, taskId)).slice(0, shownRestarts),
    ...old.flatMap((taskId) => stopped(context, taskId)),
  ].filter((moment) => moment.atMs >= context.upgradeMs && moment.atMs < context.overMs);
}

/** Healthy where health is checked, running where it is not; and unhealthy when that is seen. */
function comingUp(context: RunContext, taskId: string): readonly Moment[] {
  const name = taskInWords(context.roleOf(taskId), taskId);
  const health = ofKind(context.lines, 'container').filter((line) => line.taskId === taskId && line.action === 'health');
  const ill = health.find((line) => line.health === 'unhealthy');
  const up = health.find((line) => line.health === 'healthy');
  const runs = up === undefined ? context.tasks.get(taskId)?.find((line) => line.state === 'running') : undefined;
  const moment = (text: string, line: { readonly atMs: number; readonly seq: number }, cited: boolean): Moment =>
    ({ atMs: line.atMs, text: `${name} ${text}`, aside: null, lines: [line.seq], cited });
  return [
    ...(up === undefined ? [] : [moment('healthy', up, false)]),
    ...(runs === undefined ? [] : [moment('running', runs, false)]),
    ...(ill === undefined ? [] : [moment('unhealthy', ill, true)]),
  ];
}

function stopped(context: RunContext, taskId: string): readonly Moment[] {
  const line = context.tasks.get(taskId)?.find((candidate) => candidate.state === 'shutdown');
  return line === undefined ? [] : [{ atMs: line.atMs, text: `${taskInWords('old', taskId)} stopped`, aside: null, lines: [line.seq], cited: false }];
}
