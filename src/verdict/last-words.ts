// What a task itself left behind on how it ended: the last lines that the app wrote, and what its health
// check said.
import type { Evidence } from '../evidence/evidence.js';
import { ofKind } from '../evidence/timeline.js';
import type { Cause, LastWords, RunVerdict } from './verdict.js';

const shownLines = 3;

export function lastWordsOf(lines: readonly Evidence[], taskId: string): LastWords {
  const log = ofKind(lines, 'task-log').findLast((line) => line.taskId === taskId);
  const written = log?.lines.filter((line) => line.trim() !== '').slice(-shownLines) ?? null;
  return { log: written, probe: failingProbe(lines, taskId) };
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
  const failed = wrong.findLast((probe) => !/^137$/.test(probe)) ?? wrong.at(-1);
  const [, code, output] = /^(-?\d+) ?(.*)$/s.exec(failed ?? '') ?? [];
  return code === undefined ? null : { exitCode: Number(code), output: output ?? '' };
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
