// Tasks that come up and tasks that swarm stops; those that end unasked are told in deaths.ts.
import { formatDuration } from '../../base/units.js';
import { momentOf, shortId, type Moment } from './moment.js';
import { taskOfInWords } from './roles.js';
import { livesOf, prefixOf, type RunContext } from './run-context.js';
import { runsAt, type TaskLife } from './task-life.js';

const shownRestarts = 4;
const shownStops = 6;
/** A stop that takes longer than this used up a good part of its grace period. */
const longStopMs = 3000;
/** How far the moments of two signals may be off. */
const clockMs = 500;

/** The tasks that run at that moment. */
export function runningAt(context: RunContext, service: string, atMs: number): readonly TaskLife[] {
  return livesOf(context, service).filter((life) => runsAt(life, atMs));
}

/**
 * A task as a person calls it: `new task 9xk2…`, with its service, its slot and its node where there are
 * several.
 */
export function taskInWords(context: RunContext, life: TaskLife): string {
  const { service, taskId, slot, node } = life;
  const slots = new Set(livesOf(context, service).map((life) => life.slot));
  const isNumbered = /^\d+$/.test(slot);
  const place = [
    ...(slots.size < 2 || (node !== null && !isNumbered) ? [] : [`slot ${shortId(slot)}`]),
    ...(node === null ? [] : [`on ${node}`]),
  ].join(' ');
  return `${prefixOf(context, service)}${taskOfInWords(life, shortId(taskId))}${place === '' ? '' : ` (${place})`}`;
}

/**
 * From the upgrade on, for the service under test: who comes up (the first few), and which task is stopped.
 */
export function taskMoments(context: RunContext): readonly Moment[] {
  const lives = livesOf(context, context.service);
  const since = ({ atMs }: Moment): boolean => atMs >= context.upgradeMs && atMs < context.overMs;
  return [
    ...lives
      .filter(({ role }) => role !== 'old')
      .flatMap((life) => comingUp(context, life))
      .filter(since)
      .slice(0, shownRestarts),
    ...lives
      .flatMap((life) => stopped(context, life))
      .filter(since)
      .slice(0, shownStops),
  ];
}

/**
 * Healthy where health is checked, running where it is not; and unhealthy when it did not end of that, which
 * its end tells.
 */
function comingUp(context: RunContext, life: TaskLife): readonly Moment[] {
  const { up, ill, end } = life;
  const name = taskInWords(context, life);
  const sick = ill !== null && end?.how !== 'unhealthy' ? ill : null;
  return [
    ...(up === null ? [] : [momentOf('up', up.atMs, `${name} ${up.how}`, { lines: [up.seq] })]),
    ...(sick === null
      ? []
      : [momentOf('up', sick.atMs, `${name} unhealthy`, { lines: [sick.seq], cited: true })]),
  ];
}

/** A task that never had a process is not missed. */
function stopped(context: RunContext, life: TaskLife): readonly Moment[] {
  const { end, started } = life;
  if (end?.how !== 'stopped' || !started) return [];
  const how = stopInWords(life);
  return [
    momentOf('end', end.atMs, `${taskInWords(context, life)} stopped${how}`, {
      lines: end.lines,
      cited: how !== '',
    }),
  ];
}

/** What came of the grace period, where it was not simply enough. */
export function stopInWords({ end, graceMs }: TaskLife): string {
  const term = end?.signals[0];
  if (end === null || term === undefined) return '';
  const killed = end.signals.find(({ signal, atMs }) => isKill(signal) && atMs > term.atMs);
  if (killed !== undefined) {
    const ranMs = killed.atMs - term.atMs;
    const grace =
      graceMs !== null && Math.abs(ranMs - graceMs) < clockMs
        ? ` (stop_grace_period: ${formatDuration(graceMs)})`
        : '';
    return ` by SIGKILL: it still ran ${seconds(ranMs)} after signal ${term.signal}${grace}`;
  }
  const tookMs = end.atMs - term.atMs;
  const code = end.exitCode === null ? '' : ` (exit code ${String(end.exitCode)})`;
  return tookMs < longStopMs ? '' : `, ${seconds(tookMs)} after signal ${term.signal}${code}`;
}

function isKill(signal: string): boolean {
  return signal === '9' || signal === 'SIGKILL';
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
