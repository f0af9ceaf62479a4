// What one trial counts as. A trial of several runs counts once, and its most telling run speaks for it: it
// drifted if any of its runs drifted, and did not hold if any of them did not, since runs of one trial are no
// independent repetitions.
import { rerunsMax } from '../plan/attempt.js';
import { standingOf } from '../verdict/standing.js';
import type { RunVerdict, Verdict } from '../verdict/verdict.js';

/**
 * What a finished trial shows: `d` drifted, `x` did not hold in another way, `h` held, `n` no-op, `b` the
 * base failed, `?` inconclusive, or nothing was read back from which it could be told that it held. Only `d`,
 * `x` and `h` are valid for a rate: a no-op cannot fail, and where the base failed the upgrade was never
 * tried.
 */
export type Mark = 'd' | 'h' | 'x' | 'n' | 'b' | '?';

export interface TrialResult {
  readonly trial: string;
  readonly arm: string;
  /** The engine that it ran on; null where that is not on record. */
  readonly engine: string | null;
  /** Trials that its engine had run before in the campaign; null where that is not known. */
  readonly trialsBefore: number | null;
  readonly mark: Mark;
  readonly runs: readonly RunVerdict[];
  /** The run that speaks for the trial; null when the verdict has none. */
  readonly run: RunVerdict | null;
  /** Whether the naive check was misled in a run that carries the trial's mark. */
  readonly masked: boolean;
  /**
   * The longest outage of its runs, in milliseconds; null when none is known, and while a run is still down
   * at its end.
   */
  readonly outageMs: number | null;
  /**
   * When a run of it went down for good, in milliseconds since the trial began; null where every one served
   * at the end, or that is unknown.
   */
  readonly downFromMs: number | null;
  /** Why earlier attempts of it were lost, in their order; empty for a trial that was run once. */
  readonly lost: readonly string[];
}

/** How much a mark tells: the run with the largest speaks for the trial. */
const weights = { n: 0, h: 1, b: 2, '?': 3, x: 4, d: 5 } as const satisfies Record<Mark, number>;

/** Reduces a verdict to what it counts as; `lost` are the verdicts of earlier attempts of the same trial. */
export function resultOf(verdict: Verdict, lost: readonly Verdict[] = []): TrialResult {
  const marks = verdict.runs.map(markOfRun);
  const mark = mostTelling(marks);
  const telling = verdict.runs.filter((_, index) => marks[index] === mark);
  const outages = verdict.runs.flatMap((run) => run.outageMs ?? []);
  const downFrom = verdict.runs.flatMap((run) => run.downFromMs ?? []);
  return {
    trial: verdict.trial,
    arm: verdict.arm,
    engine: verdict.engine ?? null,
    trialsBefore: verdict.trialsBefore ?? null,
    mark,
    runs: verdict.runs,
    run: telling[0] ?? null,
    masked: telling.some((run) => run.masked),
    outageMs: outages.length === 0 || downFrom.length > 0 ? null : Math.max(...outages),
    downFromMs: downFrom.length === 0 ? null : Math.min(...downFrom),
    lost: lost.map(lossOf),
  };
}

/** Verdicts by trial id as results; `lost`: those of earlier attempts. */
export function resultsById(
  verdicts: ReadonlyMap<string, Verdict>,
  lost: LostAttempts = new Map(),
): ReadonlyMap<string, TrialResult> {
  return new Map([...verdicts].map(([id, verdict]) => [id, resultOf(verdict, lost.get(id))]));
}

/** Trial id -> the verdicts of its attempts that were lost and made again, in their order. */
export type LostAttempts = ReadonlyMap<string, readonly Verdict[]>;

/**
 * Whether a trial is to be made again, after so many attempts that were lost in a row before: the lab kept
 * one of its runs from showing anything, and that has nothing to do with how upgrades end. What the other
 * runs showed is not looked at.
 */
export function isLost({ runs }: Verdict, before: number): boolean {
  return before < rerunsMax && runs.some(({ invalid = null }) => invalid !== null && invalid !== 'unclear');
}

/** Why an attempt showed nothing, without a full stop. */
export function lossOf({ runs }: Verdict): string {
  return (runs.find(({ outcome }) => outcome === 'inconclusive')?.reason ?? 'no run was judged').replace(
    /\.$/,
    '',
  );
}

/** Whether the trial shows how the upgrade ended. */
export function isValid(result: TrialResult): boolean {
  return result.mark === 'd' || result.mark === 'h' || result.mark === 'x';
}

/** Of a verdict without runs, nothing is known. */
function mostTelling([first, ...others]: readonly Mark[]): Mark {
  if (first === undefined) return '?';
  return others.reduce((most, mark) => (weights[mark] > weights[most] ? mark : most), first);
}

function markOfRun({ outcome, drift }: RunVerdict): Mark {
  const standing = standingOf(outcome);
  switch (standing) {
    case 'unknown':
      return '?';
    case 'untried':
      return 'b';
    case 'unchanged':
      return 'n';
    case 'fell':
      return drift === true ? 'd' : 'x';
    case 'stood':
      return drift === null ? '?' : drift ? 'd' : 'h';
  }
}
