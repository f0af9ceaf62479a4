// What one trial counts as. A trial of several runs counts once: its most telling run speaks for it, and it drifted if
// any of its runs drifted, since runs of one trial share an engine and a load and so are no independent repetitions.
import type { RunVerdict, Verdict } from '../verdict/verdict.js';

/**
 * What a finished trial counts as: `d` drifted, `h` held, `x` another outcome without drift, `n` no-op, `b` the base
 * failed, `?` inconclusive, or nothing was read from which drift could be told.
 * Only `d`, `h` and `x` are valid for a rate: a no-op cannot drift, and where the base failed the upgrade was never tried.
 */
export type Mark = 'd' | 'h' | 'x' | 'n' | 'b' | '?';

export interface TrialResult {
  readonly trial: string;
  readonly arm: string;
  /** The engine that it ran on; null where that is not on record. */
  readonly engine: string | null;
  readonly mark: Mark;
  /** The run that speaks for the trial; null when the verdict has none. */
  readonly run: RunVerdict | null;
  /** Whether the naive check was misled in a run that carries the trial's mark. */
  readonly masked: boolean;
  /** The longest outage of its runs, in milliseconds; null when none is known. */
  readonly outageMs: number | null;
}

/** The most telling mark first. */
const precedence: readonly Mark[] = ['d', '?', 'b', 'x', 'h', 'n'];

/** Reduces a verdict to what it counts as. */
export function resultOf(verdict: Verdict): TrialResult {
  const marks = verdict.runs.map(markOfRun);
  const mark = precedence.find((candidate) => marks.includes(candidate)) ?? '?';
  const telling = verdict.runs.filter((_, index) => marks[index] === mark);
  const outages = verdict.runs.flatMap((run) => run.outageMs ?? []);
  return {
    trial: verdict.trial,
    arm: verdict.arm,
    engine: verdict.engine ?? null,
    mark,
    run: telling[0] ?? null,
    masked: telling.some((run) => run.masked),
    outageMs: outages.length === 0 ? null : Math.max(...outages),
  };
}

/** Verdicts as results, by trial id. */
export function resultsById(verdicts: ReadonlyMap<string, Verdict>): ReadonlyMap<string, TrialResult> {
  return new Map([...verdicts].map(([id, verdict]) => [id, resultOf(verdict)]));
}

/** Whether the trial counts in the drift rate. */
export function isValid(result: TrialResult): boolean {
  return result.mark === 'd' || result.mark === 'h' || result.mark === 'x';
}

function markOfRun(run: RunVerdict): Mark {
  if (run.outcome === 'inconclusive') return '?';
  if (run.outcome === 'base-failed') return 'b';
  if (run.outcome === 'no-op') return 'n';
  if (run.drift === null) return '?';
  if (run.drift) return 'd';
  return run.outcome === 'held' ? 'h' : 'x';
}
