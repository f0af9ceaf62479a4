// Shows a campaign while it runs: redrawn on a terminal, one line a finished trial elsewhere, nothing with
// --json.
import { createLogUpdate } from 'log-update';
import type { CampaignEvent } from '../../campaign/run-campaign.js';
import { formatDuration } from '../../base/units.js';
import { estimateMs } from '../../plan/estimate.js';
import type { Plan } from '../../plan/plan.js';
import { progressEvent, progressLines, type ProgressState } from '../../report/index.js';
import { resultOf, type TrialResult } from '../../statistics/index.js';
import type { Verdict } from '../../verdict/index.js';
import type { Terminal } from './terminal.js';

export interface ShowProgress {
  readonly plan: Plan;
  readonly question: string;
  readonly jobs: number;
  readonly finished: ReadonlyMap<string, Verdict>;
  readonly json: boolean;
  readonly terminal: Terminal;
}

export interface Progress {
  readonly onEvent: (event: CampaignEvent) => void;
  /** Leaves the last state on the screen; safe to call more than once. */
  readonly end: () => void;
}

interface Running {
  readonly arm: string;
  readonly beganMs: number;
  phase: string;
  phaseMs: number;
}

const redrawMs = 250;

/** With `--json` the lines go to standard error, since standard output is the document's. */
export function showProgress(request: ShowProgress): Progress {
  const { plan, terminal } = request;
  const { paint } = terminal;
  const startedMs = performance.now();
  const marks = new Map<string, TrialResult[]>(plan.arms.map(({ name }) => [name, []]));
  for (const trial of plan.trials) {
    const verdict = request.finished.get(trial.id);
    if (verdict !== undefined) marks.get(trial.arm)?.push(resultOf(verdict));
  }
  const running = new Map<string, Running>();
  const took: number[] = [];
  const total = plan.stop?.question === 'half-fails' ? plan.stop.trialsMax : plan.trials.length;
  if (!request.json && !terminal.interactive)
    terminal.out(`${[plan.scenario, ...headerOf(request)].join(' · ')}\n`);
  const draw = request.json
    ? null
    : terminal.interactive
      ? drawer(terminal, () =>
          progressLines(stateOf(request, { marks, running, took, startedMs }), {
            width: terminal.width,
            paint,
          }),
        )
      : null;

  const tell = (event: Parameters<typeof progressEvent>[0]): void => {
    if (draw === null) (request.json ? terminal.err : terminal.out)(`${progressEvent(event, paint)}\n`);
  };
  const onEvent = (event: CampaignEvent): void => {
    const nowMs = performance.now();
    const { id, arm } = event.trial;
    if (event.kind === 'begin') running.set(id, { arm, beganMs: nowMs, phase: 'engine', phaseMs: nowMs });
    const one = running.get(id);
    if (event.kind === 'phase' && one !== undefined) {
      one.phase = event.phase;
      one.phaseMs = nowMs;
    }
    if (event.kind === 'lost' && one !== undefined)
      tell({
        verdict: event.verdict,
        tookMs: nowMs - one.beganMs,
        done: request.finished.size + took.length,
        total,
        again: true,
      });
    if (event.kind !== 'end' || one === undefined) return;
    running.delete(id);
    took.push(nowMs - one.beganMs);
    marks.get(arm)?.push(resultOf(event.verdict));
    tell({
      verdict: event.verdict,
      tookMs: nowMs - one.beganMs,
      done: request.finished.size + took.length,
      total,
    });
  };
  return { onEvent, end: () => draw?.end() };
}

function drawer(terminal: Terminal, lines: () => readonly string[]): { readonly end: () => void } {
  const { draw, clear } = terminal.redrawn(createLogUpdate);
  const redraw = (): void => {
    draw(`${lines().join('\n')}\n`);
  };
  const timer = setInterval(redraw, redrawMs);
  let open = true;
  return {
    end: () => {
      if (!open) return;
      open = false;
      clearInterval(timer);
      clear();
    },
  };
}

interface Counters {
  readonly marks: ReadonlyMap<string, readonly TrialResult[]>;
  readonly running: ReadonlyMap<string, Running>;
  readonly took: readonly number[];
  readonly startedMs: number;
}

function stateOf(
  { plan, question, jobs, finished }: ShowProgress,
  { marks, running, took, startedMs }: Counters,
): ProgressState {
  const nowMs = performance.now();
  const left = plan.trials.length - finished.size - took.length;
  const mean = took.length === 0 ? null : took.reduce((sum, ms) => sum + ms, 0) / took.length;
  return {
    scenario: plan.scenario,
    question,
    header: headerOf({ plan, jobs }),
    count: plan.count,
    arms: plan.arms.map(({ name }) => ({ name, finished: marks.get(name) ?? [] })),
    running: [...running].map(([trial, one]) => ({
      trial,
      arm: one.arm,
      phase: one.phase,
      sinceMs: nowMs - one.phaseMs,
    })),
    elapsedMs: nowMs - startedMs,
    leftMs: mean === null ? null : Math.max(0, (mean * left) / jobs),
  };
}

function headerOf({ plan, jobs }: Pick<ShowProgress, 'plan' | 'jobs'>): readonly string[] {
  const [arms, trials] = [
    plan.arms.length,
    plan.stop?.question === 'half-fails' ? plan.stop.trialsMax : plan.trials.length,
  ];
  const most = plan.stop === null ? '' : 'at most ';
  return [
    `${String(arms)} arm${arms === 1 ? '' : 's'}`,
    `${most}${String(trials)} trial${trials === 1 ? '' : 's'}`,
    `seed ${String(plan.seed)}`,
    `${String(jobs)} at a time`,
    `${most}about ${formatDuration(estimateMs(plan, jobs))}`,
  ];
}
