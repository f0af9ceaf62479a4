// Tasks that ended unasked, and processes that the kernel killed: all lines about one death make one moment.
import { formatBytes } from '../../base/units.js';
import type { EvidenceOf } from '../../evidence/evidence.js';
import { ofKind } from '../../evidence/timeline.js';
import type { Moment } from './moment.js';
import { ownName, type RunContext } from './run-context.js';
import { taskInWords } from './tasks.js';

interface Death {
  readonly taskId: string;
  readonly moment: Moment;
}

const unasked = new Set(['failed', 'rejected', 'orphaned', 'complete']);
const shownDeaths = 4;

/** The first deaths and the one that the verdict names as the cause; of more only their number. */
export function deathMoments(context: RunContext, causeTask: string | null): readonly Moment[] {
  const deaths = [...context.tasks.keys()]
    .flatMap((taskId) => deathOf(context, taskId))
    .filter(({ moment }) => moment.atMs < context.overMs)
    .sort((a, b) => a.moment.atMs - b.moment.atMs);
  const shown = deaths.filter(({ taskId }, index) => index < shownDeaths || taskId === causeTask);
  return [...shown.map(({ moment }) => moment), ...others(deaths.filter((death) => !shown.includes(death)))];
}

function others(rest: readonly Death[]): readonly Moment[] {
  const last = rest.at(-1);
  if (last === undefined) return [];
  const text = rest.length === 1 ? '1 more task ended unasked' : `${String(rest.length)} more tasks ended unasked by now`;
  return [{ ...last.moment, text, aside: null, lines: rest.flatMap(({ moment }) => moment.lines).sort((a, b) => a - b), cited: true }];
}

/**
 * An `oom` event of a container proves nothing: when the envelope runs out, every container in it gets one. Killed is only
 * whose process the kernel names; without any line of the kernel, who got the event and died of signal 9 that nobody sent.
 */
function deathOf(context: RunContext, taskId: string): readonly Death[] {
  const kernel = ofKind(context.lines, 'kernel-oom');
  const kills = kernel.filter((line) => context.taskOf(line.containerId) === taskId);
  const container = ofKind(context.lines, 'container').filter((line) => line.taskId === taskId);
  const end = context.tasks.get(taskId)?.find((line) => unasked.has(line.state));
  const ooms = container.filter((line) => line.action === 'oom');
  const dies = container.filter((line) => line.action === 'die');
  const unseenKill = kernel.length === 0 && ooms.length > 0 && dies.some(({ exitCode }) => exitCode === 137) && !container.some(({ action }) => action === 'kill');
  const killed = kills.length > 0 || unseenKill;
  if (end === undefined && !killed) return [];
  const gone = end !== undefined || dies.some(({ exitCode }) => exitCode === 137);
  const about = [...kills, ...(killed ? ooms : []), ...(gone ? dies : []), ...(end === undefined ? [] : [end])].sort((a, b) => a.seq - b.seq);
  const text = killed ? killText(context, taskId, kills, gone) : endText(context, taskId, end);
  const atMs = Math.min(...about.map((line) => line.atMs));
  return [{ taskId, moment: { atMs, text, aside: null, lines: about.map((line) => line.seq), cited: true } }];
}

/** The largest victim is the one that mattered: helpers such as a probe are small. */
function killText(context: RunContext, taskId: string, kills: readonly EvidenceOf<'kernel-oom'>[], gone: boolean): string {
  const sizes = kills.flatMap((kill) => kill.rssBytes ?? []);
  const at = sizes.length === 0 ? '' : ` at ${formatBytes(Math.max(...sizes))}`;
  if (gone) return `${nameOf(context, taskId)} killed by the kernel${at}`;
  return `the kernel killed a process${at} in ${nameOf(context, taskId)}; the task lived on`;
}

function endText(context: RunContext, taskId: string, end: EvidenceOf<'task'> | undefined): string {
  const name = nameOf(context, taskId);
  if (end === undefined) return `${name} ended`;
  if (end.state === 'complete') return `${name} ended by itself${end.exitCode === null ? '' : ` with exit code ${String(end.exitCode)}`}`;
  return `${name} ${end.state}${end.err === '' ? '' : `: ${end.err.replace(/^task: /, '')}`}`;
}

function nameOf(context: RunContext, taskId: string): string {
  const service = context.tasks.get(taskId)?.[0]?.service ?? context.service;
  const task = taskInWords(context.roleOf(taskId), taskId);
  return service === context.service ? task : `${ownName(context, service)}: ${task}`;
}
