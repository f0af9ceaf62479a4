// Tasks that ended unasked, and processes that the kernel killed: all lines about one death make one moment,
// with the last words of the app below it.
import { formatBytes } from '../../base/units.js';
import type { EvidenceOf } from '../../evidence/evidence.js';
import { adoptionOf } from '../../evidence/timeline.js';
import { momentOf, type Moment, type Quote } from './moment.js';
import { prefixOf, type RunContext } from './run-context.js';
import type { TaskEnd } from './task-end.js';
import type { TaskLife } from './task-life.js';
import { taskInWords } from './tasks.js';

interface Death {
  readonly life: TaskLife;
  readonly moment: Moment;
}

const shownDeaths = 4;
const shownBeside = 2;

/** Whether it ended, and nobody is known to have asked for it. */
export function diedUnasked(life: TaskLife): life is TaskLife & { readonly end: TaskEnd } {
  return life.end !== null && life.end.how !== 'stopped';
}

/**
 * Of each service the first deaths and the ones that the verdict names as a cause; of more only their number.
 */
export function deathMoments(context: RunContext, causeTasks: readonly string[]): readonly Moment[] {
  return context.upgrades.flatMap(({ service }) => deathsOf(context, service, causeTasks));
}

function deathsOf(context: RunContext, service: string, causeTasks: readonly string[]): readonly Moment[] {
  const deaths = context.lives
    .filter((life) => life.service === service)
    .flatMap((life) => deathOf(context, life))
    .filter(({ moment }) => moment.atMs < context.overMs && !isHistory(context, moment))
    .sort((a, b) => a.moment.atMs - b.moment.atMs);
  const most = service === context.service ? shownDeaths : shownBeside;
  const shown = deaths.filter(({ life }, index) => index < most || causeTasks.includes(life.taskId));
  const rest = deaths.filter((death) => !shown.includes(death));
  return [...quotedOnce(shown.map(({ moment }) => moment)), ...others(prefixOf(context, service), rest)];
}

/** Swarm remembers how earlier tasks of a stack ended that was there before it was watched. */
function isHistory({ lines, run }: RunContext, { atMs }: Moment): boolean {
  const adopted = adoptionOf(lines, run.run);
  return adopted !== null && atMs < adopted.atMs;
}

/** The same words again are no news. */
function quotedOnce(moments: readonly Moment[]): readonly Moment[] {
  const told = new Set<string>();
  return moments.map((moment) => {
    const words = JSON.stringify(moment.quotes);
    if (told.has(words)) return { ...moment, quotes: [] };
    told.add(words);
    return moment;
  });
}

function others(prefix: string, rest: readonly Death[]): readonly Moment[] {
  const last = rest.at(-1);
  if (last === undefined) return [];
  const text =
    rest.length === 1
      ? '1 more task ended by itself'
      : `${String(rest.length)} more tasks ended by themselves by now`;
  const lines = rest.flatMap(({ moment }) => moment.lines).sort((a, b) => a - b);
  return [momentOf('end', last.moment.atMs, `${prefix}${text}`, { lines, cited: true })];
}

function deathOf(context: RunContext, life: TaskLife): readonly Death[] {
  const name = taskInWords(context, life);
  const spared = life.kernel.length > 0 && life.end?.how !== 'oom' ? [sparedMoment(context, life, name)] : [];
  if (!diedUnasked(life)) return spared.map((moment) => ({ life, moment }));
  const { end } = life;
  const moment = momentOf('end', end.atMs, `${name} ${endInWords(life, end)}`, {
    lines: end.lines,
    cited: true,
    quotes: quotesOf(life, end),
  });
  return [...spared, moment].map((each) => ({ life, moment: each }));
}

/** The kernel took one of its processes, and not the one that keeps the container. */
function sparedMoment({ happened }: RunContext, { kernel, end }: TaskLife, name: string): Moment {
  const atMs = Math.min(...kernel.map(happened));
  const lived = end === null ? '; the task lived on' : '';
  return momentOf('end', atMs, `the kernel killed a process${sizeOf(kernel)} in ${name}${lived}`, {
    lines: kernel.map(({ seq }) => seq),
    cited: true,
  });
}

/** The largest victim is the one that mattered: helpers such as a probe are small. */
function sizeOf(kernel: readonly EvidenceOf<'kernel-oom'>[]): string {
  const sizes = kernel.flatMap((kill) => kill.rssBytes ?? []);
  return sizes.length === 0 ? '' : ` at ${formatBytes(Math.max(...sizes))}`;
}

export function endInWords({ kernel, ill }: TaskLife, end: TaskEnd): string {
  const code = end.exitCode === null ? '' : ` with exit code ${String(end.exitCode)}`;
  switch (end.how) {
    case 'oom':
      return kernel.length > 0
        ? `killed by the kernel${sizeOf(kernel)}`
        : "killed for memory, by the engine's word alone";
    case 'unhealthy':
      return `failed its health check${secondsSince(ill, end)}, so the engine stopped it: it ended${code}`;
    case 'signalled':
      return `got ${signalsInWords(end)} and ended${code}`;
    case 'refused':
      return `${end.state === 'rejected' ? 'rejected' : 'could not start'}: ${end.err}`;
    case 'exited':
      return end.err === '' ? `ended by itself${code}` : `failed: ${errorOf(end)}`;
    case 'stopped':
    case 'unexplained':
      return [
        `ended${code}`,
        ...(end.state === null ? [] : [end.state]),
        ...(end.err === '' ? [] : [errorOf(end)]),
      ].join(', ');
  }
}

/** Swarm's words, without the one that it begins them with. */
function errorOf({ err }: TaskEnd): string {
  return err.replace(/^task: /, '');
}

function signalsInWords({ signals, byClient }: TaskEnd): string {
  const sent = signals.map(({ signal }) => signal).join(', then ');
  return `signal ${sent} through the engine${byClient ? ', as a client asked,' : ''}`;
}

/** ` 2.0 s before`: an engine takes a while from a failed check to the end. */
function secondsSince(ill: TaskLife['ill'], end: TaskEnd): string {
  return ill === null || end.atMs - ill.atMs < 1000
    ? ''
    : ` ${((end.atMs - ill.atMs) / 1000).toFixed(1)} s before`;
}

export function quotesOf(
  { said: { log, probe, afterStop }, started }: TaskLife,
  end: TaskEnd,
): readonly Quote[] {
  const output =
    probe === null || end.how !== 'unhealthy' ? [] : [{ by: 'probe', text: probeInWords(probe) } as const];
  const by = afterStop === true ? 'answer' : 'app';
  const lines = (log ?? []).map((text) => ({ by, text }) as const);
  return [...output, ...(log?.length === 0 && started ? [{ by: 'app', text: '' } as const] : lines)];
}

/** `exit code 1, connection refused`. */
export function probeInWords({
  exitCode,
  output,
}: {
  readonly exitCode: number;
  readonly output: string;
}): string {
  return `exit code ${String(exitCode)}, ${output === '' ? 'no output' : output}`;
}
