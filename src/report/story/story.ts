// The story of one trial: the moments that matter, in the order of time, from stamp to kill to rollback to readback.
import type { Evidence } from '../../evidence/evidence.js';
import { linesUntilEndOf } from '../../evidence/timeline.js';
import type { TrialSpec } from '../../plan/plan.js';
import type { RunVerdict, Verdict } from '../../verdict/verdict.js';
import { causeInShort } from '../outcome-words.js';
import { deathMoments } from './deaths.js';
import { deployMoments } from './deploys.js';
import { labMoments } from './lab.js';
import { loadMoments } from './loads.js';
import { linesInWords, type Moment } from './moment.js';
import { readbackMoments } from './readback.js';
import { runContext } from './run-context.js';
import { taskMoments } from './tasks.js';
import { updateMoments } from './updates.js';

export interface Story {
  readonly trial: string;
  readonly arm: string;
  /** `rolled-back · oom-kill of the new task`, one a run. */
  readonly heading: readonly string[];
  /** In the order of time. */
  readonly moments: readonly Moment[];
  /** What it comes to, one sentence or two a run. */
  readonly ending: readonly string[];
}

/** Tells the trial from its evidence (in any order) and its verdict. */
export function explainTrial(spec: TrialSpec, evidence: readonly Evidence[], verdict: Verdict): Story {
  const lines = [...evidence].sort((a, b) => a.seq - b.seq);
  const several = spec.runs.length > 1;
  const ofRuns = spec.runs.flatMap((run) => {
    const told = verdict.runs.find((candidate) => candidate.run === run.run) ?? null;
    return momentsOfRun(spec, linesUntilEndOf(lines, run.run), run.run, told).map((moment) => ({ run: run.run, moment }));
  });
  const dose = verdict.runs[0]?.dose ?? [];
  return {
    trial: spec.id,
    arm: spec.arm,
    heading: verdict.runs.map((run) => `${several ? `${run.run} ` : ''}${headingOf(run)}`),
    moments: inOrder([...(several ? together(ofRuns) : ofRuns.map(({ moment }) => moment)), ...loadMoments(lines, dose), ...labMoments(lines)]),
    ending: verdict.runs.flatMap((run) => endingOf(run, several)),
  };
}

function momentsOfRun(spec: TrialSpec, lines: readonly Evidence[], run: string, verdict: RunVerdict | null): readonly Moment[] {
  const context = runContext(spec, lines, run);
  return [
    ...deployMoments(context),
    ...taskMoments(context),
    ...deathMoments(context, verdict?.cause?.task ?? null),
    ...updateMoments(context),
    ...readbackMoments(context, verdict),
  ];
}

/** What runs on one stack see alike is told once, for all of them. */
function together(told: readonly { readonly run: string; readonly moment: Moment }[]): readonly Moment[] {
  const same = new Map<string, { readonly runs: string[]; readonly moment: Moment }>();
  for (const { run, moment } of told) {
    const key = JSON.stringify([moment.atMs, moment.text, moment.aside]);
    const known = same.get(key);
    if (known === undefined) same.set(key, { runs: [run], moment });
    else known.runs.push(run);
  }
  return [...same.values()].map(({ runs, moment }) => ({ ...moment, text: `${runs.join(', ')}: ${moment.text}` }));
}

function headingOf(run: RunVerdict): string {
  return run.cause === null ? run.outcome : `${run.outcome} · ${causeInShort(run.cause)}`;
}

/** Equal times in the order of the evidence. */
function inOrder(moments: readonly Moment[]): readonly Moment[] {
  return [...moments].sort((a, b) => a.atMs - b.atMs || (a.lines[0] ?? 0) - (b.lines[0] ?? 0));
}

function endingOf(run: RunVerdict, several: boolean): readonly string[] {
  const prefix = several ? `${run.run} ` : '';
  const cause = run.cause === null ? [] : [`${prefix}cause: ${run.cause.detail}${run.cause.evidence.length === 0 ? '' : ` (${linesInWords(run.cause.evidence)})`}`];
  return [`${prefix}${run.outcome}: ${run.reason}`, ...cause];
}
