// What is known of a campaign while it runs: which trials run, since when, in which phase, what ended, and
// how long each took.
import type { CampaignEvent } from '../../campaign/run-campaign.js';
import type { Plan } from '../../plan/plan.js';
import type { Paces } from '../../plan/estimate.js';
import { timeLeftMs } from '../../plan/time-left.js';
import { tookMs, type ProgressState } from '../../report/index.js';
import { resultOf, type TrialResult } from '../../statistics/index.js';
import type { Verdict } from '../../verdict/index.js';

export interface TrackedCampaign {
  readonly plan: Plan;
  readonly jobs: number;
  readonly budgetMs: number | null;
  /** Verdicts of trials that ended before. */
  readonly finished: ReadonlyMap<string, Verdict>;
  /** What the recipes say of their time, where they were opened. */
  readonly paces?: Paces;
}

export interface TrackedTrials {
  /** Milliseconds that the trial of an event has run; takes the event into account. */
  readonly note: (event: CampaignEvent) => number;
  readonly state: () => Pick<ProgressState, 'arms' | 'running' | 'elapsedMs' | 'leftMs' | 'atMost'>;
  /** Trials that ended, those before this process too, of at most so many. */
  readonly counts: () => { readonly done: number; readonly total: number };
}

interface Running {
  readonly arm: string;
  readonly beganMs: number;
  phase: string;
  phaseMs: number;
}

export function trackTrials({ plan, jobs, budgetMs, finished, paces }: TrackedCampaign): TrackedTrials {
  const startedMs = performance.now();
  const running = new Map<string, Running>();
  const [ended, took] = [new Map<string, TrialResult>(), new Map<string, number>()];
  for (const { id } of plan.trials) {
    const verdict = finished.get(id);
    if (verdict === undefined) continue;
    const result = resultOf(verdict);
    const ms = result.run === null ? null : tookMs(result.run);
    ended.set(id, result);
    if (ms !== null) took.set(id, ms);
  }
  const note = (event: CampaignEvent): number => {
    const nowMs = performance.now();
    const { id, arm } = event.trial;
    if (event.kind === 'begin') {
      running.set(id, { arm, beganMs: nowMs, phase: 'engine', phaseMs: nowMs });
      for (const known of [ended, took]) known.delete(id);
    }
    const one = running.get(id);
    const sinceMs = nowMs - (one?.beganMs ?? nowMs);
    if (event.kind === 'phase' && one !== undefined) [one.phase, one.phaseMs] = [event.phase, nowMs];
    if (event.kind === 'end' && running.delete(id)) {
      ended.set(id, resultOf(event.verdict));
      took.set(id, sinceMs);
    }
    return sinceMs;
  };
  const state: TrackedTrials['state'] = () => {
    const nowMs = performance.now();
    const now = [...running];
    const left = {
      jobs,
      tookMs: took,
      ended: new Set(ended.keys()),
      runningMs: new Map(now.map(([id, { beganMs }]) => [id, nowMs - beganMs])),
      budgetLeftMs: budgetMs === null ? null : budgetMs - (nowMs - startedMs),
    };
    return {
      arms: plan.arms.map(({ name }) => ({
        name,
        finished: [...ended.values()].filter(({ arm }) => arm === name),
      })),
      running: now.map(([trial, { arm, phase, phaseMs }]) => ({
        trial,
        arm,
        phase,
        sinceMs: nowMs - phaseMs,
      })),
      elapsedMs: nowMs - startedMs,
      leftMs: timeLeftMs(plan, left, paces),
      atMost: plan.stop !== null,
    };
  };
  const total = plan.stop?.question === 'half-fails' ? plan.stop.trialsMax : plan.trials.length;
  return { note, state, counts: () => ({ done: ended.size, total }) };
}
