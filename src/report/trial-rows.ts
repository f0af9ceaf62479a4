// One row a trial, in launch order: what a list, a table, a test report or a picture says of each.
import { phases } from '../evidence/fact.js';
import type { Plan, PlannedTrial } from '../plan/plan.js';
import type { CheckVerdict } from '../verdict/check-verdict.js';
import type { CauseKind, Dose, Outcome, RunVerdict } from '../verdict/verdict.js';
import type { FinishedTrial } from './note-groups.js';
import type { StripMark } from './mark-signs.js';
import { headingOf } from './story/endings.js';

export interface TrialRow {
  readonly trial: string;
  readonly arm: string;
  /** Number of its block; the arms of a block share their draws of load. */
  readonly block: number;
  /** As in the strip of its arm. */
  readonly mark: StripMark;
  /** Of the run that speaks for it; null for one that was not run. */
  readonly outcome: Outcome | null;
  readonly cause: CauseKind | null;
  /** `rolled-back · oom-kill of the new task`; `not run`. */
  readonly heading: string;
  /** Why this outcome; empty for one that was not run. */
  readonly reason: string;
  /** The cause in a sentence; empty where there is none. */
  readonly detail: string;
  /** The naive check would have passed, or blamed the wrong thing. */
  readonly masked: boolean;
  /** Milliseconds without a healthy task; null when unknown, and while it was still down at the end. */
  readonly outageMs: number | null;
  /** Since when it was down for good, in milliseconds since the trial began; null otherwise. */
  readonly downFromMs: number | null;
  readonly doses: readonly Pick<Dose, 'injector' | 'unit' | 'target' | 'achieved' | 'met'>[];
  /** Milliseconds that it took; null where no phase of it is on record. */
  readonly tookMs: number | null;
  /** What its checks were worth, of the run that speaks for it; missing where it has none. */
  readonly checks?: readonly Pick<CheckVerdict, 'name' | 'answer' | 'afterMs' | 'judgement' | 'reason'>[];
  /** Why earlier attempts of it were lost. */
  readonly lost: readonly string[];
}

/** Trials that a stop rule made needless are left out. */
export function trialRows({ trials, stop }: Plan, finished: readonly FinishedTrial[]): readonly TrialRow[] {
  const results = new Map(finished.map((result) => [result.trial, result]));
  return trials.flatMap((trial) => {
    const result = results.get(trial.id);
    if (result !== undefined) return [finishedRow(trial, result)];
    return stop === null ? [missingRow(trial)] : [];
  });
}

function finishedRow({ id, arm, block }: PlannedTrial, result: FinishedTrial): TrialRow {
  const { run, mark, masked, outageMs, downFromMs, lost } = result;
  return {
    trial: id,
    arm,
    block,
    mark,
    outcome: run?.outcome ?? null,
    cause: run?.cause?.kind ?? null,
    heading: run === null ? 'no run was judged' : headingOf(run),
    reason: run?.reason ?? '',
    detail: run?.cause?.detail ?? '',
    masked,
    outageMs,
    downFromMs,
    doses: (run?.dose ?? []).map(doseOf),
    tookMs: run === null ? null : tookMs(run),
    ...(run?.checks === undefined ? {} : { checks: run.checks.map(checkOf) }),
    lost,
  };
}

function doseOf({ injector, unit, target, achieved, met }: Dose): TrialRow['doses'][number] {
  return { injector, unit, target, achieved, met };
}

function checkOf({ name, answer, afterMs, judgement, reason }: CheckVerdict) {
  return { name, answer, afterMs, judgement, reason };
}

function missingRow({ id, arm, block }: PlannedTrial): TrialRow {
  return {
    trial: id,
    arm,
    block,
    mark: '.',
    outcome: null,
    cause: null,
    heading: 'not run',
    reason: '',
    detail: '',
    masked: false,
    outageMs: null,
    downFromMs: null,
    doses: [],
    tookMs: null,
    lost: [],
  };
}

/**
 * Milliseconds that a trial took, by its phases on record; null where there is none. Where several runs are
 * inside of one phase, that phase alone counts.
 */
export function tookMs({ times }: RunVerdict): number | null {
  const inside: readonly string[] = times['runsMs'] === undefined ? [] : ['base', 'upgrade', 'observe'];
  const counted = phases
    .filter((phase) => !inside.includes(phase))
    .flatMap((phase) => times[`${phase}Ms`] ?? []);
  return counted.length === 0 ? null : counted.reduce((sum, ms) => sum + ms, 0);
}
