// The story of one trial: the moments that matter, in the order in which they happened, from stamp to kill to
// rollback to readback.
import type { Evidence } from '../../evidence/evidence.js';
import { linesUntilEndOf } from '../../evidence/timeline.js';
import type { JudgedTrial } from '../../plan/plan.js';
import type { RunVerdict, Verdict } from '../../verdict/verdict.js';
import { oneLine } from '../outside-text.js';
import { actionMoments } from './actions.js';
import { checkMoments } from './checks.js';
import { clockOf } from './clock.js';
import { deathMoments } from './deaths.js';
import { deployMoments } from './deploys.js';
import { endingOf, footnotesOf, headingOf } from './endings.js';
import { labMoments } from './lab.js';
import { headBeganMs } from './load-times.js';
import { loadMoments } from './loads.js';
import type { Moment } from './moment.js';
import { ownStepMoments } from './own-steps.js';
import { passageMoments } from './passages.js';
import { provisionMoments } from './provisions.js';
import { readbackMoments } from './readback.js';
import { runContext, type RunContext } from './run-context.js';
import { taskMoments } from './tasks.js';
import { updateMoments } from './updates.js';
import { waitMoments } from './waits.js';

export interface Story {
  readonly trial: string;
  /** How a person calls it: `trial 003`. */
  readonly called: string;
  readonly arm: string;
  /** `rolled-back · oom-kill of the new task`, one a run. */
  readonly heading: readonly string[];
  /** In the order of time. */
  readonly moments: readonly Moment[];
  /** What it comes to, a few sentences a run. */
  readonly ending: readonly string[];
  /** What the lab's words mean. */
  readonly footnotes: readonly string[];
}

/** Tells the trial from its evidence (in any order) and its verdict. */
export function explainTrial(spec: JudgedTrial, evidence: readonly Evidence[], verdict: Verdict): Story {
  const lines = [...evidence].sort((a, b) => a.seq - b.seq);
  const several = spec.runs.length > 1;
  const happened = clockOf(lines);
  const told = spec.runs.map(({ run }) => ({
    context: runContext({ spec, run, lines: linesUntilEndOf(lines, run), happened }),
    verdict: verdict.runs.find((candidate) => candidate.run === run) ?? null,
  }));
  const ofRuns = told.flatMap(({ context, verdict: own }) =>
    momentsOfRun(context, own).map((moment) => ({ run: context.run.run, moment })),
  );
  const dose = verdict.runs[0]?.dose ?? [];
  const moments = inOrder([
    ...(several ? together(ofRuns) : ofRuns.map(({ moment }) => moment)),
    ...loadMoments(lines, dose, headBeganMs(told.map(({ context }) => context))),
    ...actionMoments(lines),
    ...labMoments(lines),
  ]);
  const zeroMs = moments[0]?.atMs ?? 0;
  const ending = told.flatMap(({ context, verdict: own }) =>
    own === null
      ? []
      : endingOf(own, context, zeroMs).map((text) => oneLine(several ? `${own.run} ${text}` : text)),
  );
  return {
    trial: spec.id,
    called: spec.called ?? `trial ${spec.id}`,
    arm: spec.arm,
    heading: verdict.runs.map((run) => `${several ? `${run.run} ` : ''}${headingOf(run)}`),
    moments,
    ending,
    footnotes: footnotesOf({ moments, ending, watched: spec.called !== undefined }),
  };
}

function momentsOfRun(context: RunContext, verdict: RunVerdict | null): readonly Moment[] {
  const causes = [verdict?.cause ?? null, ...(verdict?.sides ?? []).map(({ cause }) => cause)];
  return [
    ...provisionMoments(context),
    ...deployMoments(context),
    ...taskMoments(context),
    ...waitMoments(context),
    ...deathMoments(
      context,
      causes.flatMap((cause) => cause?.task ?? []),
    ),
    ...updateMoments(context),
    ...checkMoments(context, verdict),
    ...ownStepMoments(context),
    ...passageMoments(context),
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
  return [...same.values()].map(({ runs, moment }) => ({
    ...moment,
    text: `${runs.join(', ')}: ${moment.text}`,
  }));
}

/** Equal times in the order of the evidence. Microseconds are all that the clocks are good for. */
function inOrder(moments: readonly Moment[]): readonly Moment[] {
  return [...moments]
    .sort((a, b) => a.atMs - b.atMs || (a.lines[0] ?? 0) - (b.lines[0] ?? 0))
    .map((moment) => ({
      ...moment,
      atMs: Math.round(moment.atMs * 1000) / 1000,
      text: oneLine(moment.text),
      quotes: moment.quotes.map((quote) => ({ ...quote, text: oneLine(quote.text) })),
    }));
}
