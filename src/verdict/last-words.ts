// What a task itself left behind on how it ended: the last lines that the app wrote, and what its health
// check said.
import type { Evidence } from '../evidence/evidence.js';
import { compareInstants, msBetween } from '../evidence/instant.js';
import { isStop, ofKind } from '../evidence/timeline.js';
import type { Cause, LastWords, RunVerdict } from './verdict.js';

const shownLines = 3;
/** The engine tells of a signal a little after it was sent: so much earlier may an app have answered it. */
const tellMs = 200;
/** What the engine says of a probe that found its container gone, and nothing that the check said. */
const cutShort =
  /^137$|cannot exec in a (?:stopped|paused)|container (?:is )?not running|container has stopped/i;

export function lastWordsOf(lines: readonly Evidence[], taskId: string): LastWords {
  const log = ofKind(lines, 'task-log').findLast((line) => line.taskId === taskId);
  const probe = failingProbe(lines, taskId);
  if (log === undefined) return { log: null, probe };
  const stop = stopOf(lines, taskId);
  const written = log.lines.flatMap((text, index) =>
    text.trim() === '' ? [] : [{ text, isAnswer: isAfter(stop, log.writtenAt?.[index]) }],
  );
  const before = written.filter(({ isAnswer }) => !isAnswer);
  const shown = (before.length > 0 ? before : written).slice(-shownLines).map(({ text }) => text);
  return { log: shown, probe, ...(before.length === 0 && written.length > 0 ? { afterStop: true } : {}) };
}

/** The engine's instants of the signal that asked a task to stop, and of its being found unhealthy before. */
interface Stop {
  readonly signalled: string;
  readonly foundIll: string | null;
}

/** Of the signals on record the last that is no more than the kill after its grace period. */
function stopOf(lines: readonly Evidence[], taskId: string): Stop | null {
  const own = ofKind(lines, 'container').filter((line) => line.taskId === taskId);
  const signals = own.filter(isStop);
  const [earlier, last] = [signals.at(-2), signals.at(-1)];
  const isKill = last?.signal === '9' || last?.signal === 'SIGKILL';
  const signalled = ((isKill ? earlier : undefined) ?? last)?.engineAt ?? null;
  if (signalled === null) return null;
  const ill = own.find(({ action, health }) => action === 'health' && health === 'unhealthy');
  return { signalled, foundIll: ill?.engineAt ?? null };
}

/** False where it is not known when the line was written. */
function isAfter(stop: Stop | null, writtenAt: string | undefined): boolean {
  if (stop === null || writtenAt === undefined) return false;
  const untilMs = msBetween(writtenAt, stop.signalled);
  if (untilMs === null || untilMs >= tellMs) return false;
  return untilMs <= 0 || stop.foundIll === null || (compareInstants(writtenAt, stop.foundIll) ?? 1) > 0;
}

/**
 * The last probe that failed, of a task whose health check did not end well; not one that the end of the
 * container cut short, where there is another.
 */
function failingProbe(lines: readonly Evidence[], taskId: string): LastWords['probe'] {
  const looks = ofKind(lines, 'container-inspect').filter(
    (line) => line.taskId === taskId && line.probes.length > 0,
  );
  const probes = looks.at(-1)?.probes ?? [];
  const wrong = probes.filter((probe) => !/^0(?: |$)/.test(probe));
  const failed = wrong.findLast((probe) => !cutShort.test(probe)) ?? wrong.at(-1);
  const [, code, output] = /^(-?\d+) ?(.*)$/s.exec(failed ?? '') ?? [];
  if (failed === undefined || code === undefined) return null;
  return { exitCode: Number(code), output: cutShort.test(failed) ? '' : (output ?? '') };
}

/** The run's verdict with the last words of the task that each cause names. */
export function withLastWords(run: RunVerdict, lines: readonly Evidence[]): RunVerdict {
  const said = (cause: Cause | null): Cause | null =>
    cause === null || cause.task === null ? cause : { ...cause, said: lastWordsOf(lines, cause.task) };
  return {
    ...run,
    cause: said(run.cause),
    sides: run.sides.map((side) => ({ ...side, cause: said(side.cause) })),
  };
}
