// One trial as a picture's data. What it looks like is the drawing's; what it says is worked out here, from
// spec, evidence and verdict alone.
import type { Evidence } from '../../evidence/evidence.js';
import { linesUntilEndOf, ofKind } from '../../evidence/timeline.js';
import type { JudgedTrial } from '../../plan/plan.js';
import { resultOf } from '../../statistics/trial-result.js';
import { judge } from '../../verdict/judge.js';
import type { Verdict } from '../../verdict/verdict.js';
import { clockOf } from '../story/clock.js';
import { headBeganMs } from '../story/load-times.js';
import type { Moment } from '../story/moment.js';
import { runContext, type RunContext } from '../story/run-context.js';
import { explainTrial } from '../story/story.js';
import { actionLanes, ownStepLanes } from './action-lanes.js';
import { bandsOf } from './bands.js';
import { checkLanes } from './check-lanes.js';
import { deployLanes } from './deploy-lanes.js';
import { healthLane } from './health-lane.js';
import type { Band, Lane, Timeline, Window } from './lanes.js';
import { loadLanes } from './load-lanes.js';
import { memoryLane } from './memory-lane.js';
import { recordOf } from './record.js';
import { specLanes } from './spec-lanes.js';
import { taskLanes } from './task-lanes.js';

/** Before the first moment and after the last one. */
const marginMs = 400;

/** Draws nothing: works out what there is to draw. Evidence may come in any order. */
export function timelineOf(spec: JudgedTrial, evidence: readonly Evidence[], verdict: Verdict): Timeline {
  const lines = [...evidence].sort((a, b) => a.seq - b.seq);
  const story = explainTrial(spec, lines, verdict);
  const happened = clockOf(lines);
  const contexts = spec.runs.map(({ run }) =>
    runContext({ spec, run, lines: linesUntilEndOf(lines, run), happened }),
  );
  const window = windowOf(lines, contexts, story.moments);
  const observers = oneOfEachService(contexts);
  const lanes: readonly Lane[] = [
    ...contexts.flatMap((context) => [
      ...deployLanes(context),
      ...(observers.includes(context) ? specLanes(context, window.toMs) : []),
    ]),
    ...actionLanes(lines, window),
    ...contexts.flatMap((context) => ownStepLanes(context, window)),
    ...taskLanes(contexts, verdict, window.toMs),
    ...observers.flatMap((context) => healthLane(context, window.toMs)),
    ...memoryLane(lines, contexts, happened),
    ...loadLanes(lines),
    ...checkLanes(story.moments),
  ].filter(hasSomething);
  const bands = bandsOf(
    { lines, doses: verdict.runs[0]?.dose ?? [], beganMs: headBeganMs(contexts) },
    window,
  );
  return {
    trial: spec.id,
    called: story.called,
    arm: spec.arm,
    mark: resultOf(verdict).mark,
    heading: story.heading,
    zeroMs: rounded(story.moments[0]?.atMs ?? window.fromMs),
    headMs: headMs(contexts),
    fromMs: rounded(window.fromMs),
    toMs: rounded(window.toMs),
    lanes,
    bands,
    story: story.moments,
    ending: story.ending,
    footnotes: story.footnotes,
    record: recordOf(lines, citedIn(lanes, bands, story.moments)),
  };
}

/** Runs that share a stack saw the same service: the one that knows its head, and saw most of it, tells. */
function oneOfEachService(contexts: readonly RunContext[]): readonly RunContext[] {
  const best = new Map<string, RunContext>();
  for (const context of contexts) {
    const other = best.get(context.service);
    if (other === undefined || knows(context) >= knows(other)) best.set(context.service, context);
  }
  return contexts.filter((context) => best.get(context.service) === context);
}

function knows({ upgrades, endMs }: RunContext): number {
  return (upgrades[0]?.head == null ? 0 : Number.MAX_SAFE_INTEGER / 2) + endMs;
}

/**
 * The same of a trial that still runs, as far as it is: it says what it is at, and comes to no end.
 */
export function runningTimelineOf(spec: JudgedTrial, evidence: readonly Evidence[]): Timeline {
  const timeline = timelineOf(spec, evidence, judge(spec, evidence));
  const begun = ofKind(evidence, 'phase').findLast(({ mark }) => mark === 'begin');
  return { ...timeline, heading: [begun === undefined ? 'runs' : `runs: ${begun.phase}`], ending: [] };
}

/**
 * From the first moment that is told to when the lab took the stack down; a trial without any is shown
 * whole.
 */
function windowOf(
  lines: readonly Evidence[],
  contexts: readonly RunContext[],
  moments: readonly Moment[],
): Window {
  const begun = contexts.flatMap(
    ({ run, lines: own }) => own.find((line) => line.kind === 'deploy' && line.run === run.run)?.atMs ?? [],
  );
  const first = Math.min(...begun, moments[0]?.atMs ?? Infinity, lines.at(-1)?.atMs ?? 0);
  const over = contexts.map(({ endMs }) => endMs);
  const last = Math.max(...over, moments.at(-1)?.atMs ?? 0, first + 1);
  return { fromMs: Math.max(0, first - marginMs), toMs: last + marginMs };
}

function headMs(contexts: readonly RunContext[]): number | null {
  const begun = contexts.map(({ upgradeMs }) => upgradeMs).filter(Number.isFinite);
  return begun.length === 0 ? null : rounded(Math.min(...begun));
}

function hasSomething(lane: Lane): boolean {
  return lane.marks.length > 0 || (lane.kind === 'spans' ? lane.spans.length > 0 : lane.curves.length > 0);
}

function citedIn(
  lanes: readonly Lane[],
  bands: readonly Band[],
  moments: readonly Moment[],
): ReadonlySet<number> {
  const ofLanes = lanes.flatMap((lane) => [...(lane.kind === 'spans' ? lane.spans : []), ...lane.marks]);
  return new Set([...ofLanes, ...bands, ...moments].flatMap((shown) => shown.lines));
}

function rounded(ms: number): number {
  return Math.round(ms);
}
