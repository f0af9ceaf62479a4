// How long a campaign that runs still takes, from how long its own trials took: what was estimated before it
// began knows neither the app nor how busy the machine is.
import { present } from '../base/assert.js';
import { spread, trialEstimate, type Paces } from './estimate.js';
import type { Plan } from './plan.js';

export interface TimeSoFar {
  readonly jobs: number;
  /** Trial id -> milliseconds that it took, of trials that ended. */
  readonly tookMs: ReadonlyMap<string, number>;
  /** Trial id -> milliseconds since it began, of those that run. */
  readonly runningMs: ReadonlyMap<string, number>;
  /** Trials that ended, also those of which is not known how long they took. */
  readonly ended: ReadonlySet<string>;
  /** After this many milliseconds from now nothing is launched any more; null without a limit. */
  readonly budgetLeftMs: number | null;
}

/** Less than this is shown as nothing, and as long as a trial runs it is not that. */
const tellableMs = 1000;

/**
 * Milliseconds until the last trial of the plan ends; with a rule to stop by, at most. Null while no trial
 * has ended, and once those that run are the last and take longer than expected: then nothing is known.
 */
export function timeLeftMs(plan: Plan, now: TimeSoFar, paces?: Paces): number | null {
  const expectedOf = expectation(plan, now, paces);
  if (expectedOf === null) return null;
  const running = plan.trials.filter(({ id }) => now.runningMs.has(id));
  const freeAt = running.map(({ id, arm }) => Math.max(0, expectedOf(arm) - (now.runningMs.get(id) ?? 0)));
  const idle = Array.from({ length: Math.max(0, now.jobs - running.length) }, () => 0);
  const waiting = plan.trials.filter(({ id }) => !now.ended.has(id) && !now.runningMs.has(id));
  const most = plan.stop?.question === 'half-fails' ? plan.stop.trialsMax : plan.trials.length;
  const left = waiting.slice(0, Math.max(0, most - now.ended.size - running.length));
  const leftMs = spread(
    left.map(({ arm }) => expectedOf(arm)),
    [...freeAt, ...idle],
    now.budgetLeftMs ?? undefined,
  );
  return leftMs < tellableMs && running.length > 0 ? null : leftMs;
}

/**
 * What a trial of an arm takes: the mean of those of the arm that ended. For an arm of which none did, its
 * estimate times what the estimates of the others were wrong by.
 */
function expectation(plan: Plan, { tookMs }: TimeSoFar, paces?: Paces): ((arm: string) => number) | null {
  const ended = plan.trials.filter(({ id }) => tookMs.has(id));
  if (ended.length === 0) return null;
  const measured = new Map<string, number[]>();
  for (const { id, arm } of ended)
    measured.set(arm, [...(measured.get(arm) ?? []), present(tookMs.get(id), `time of trial ${id}`)]);
  const estimateOf = trialEstimate(plan, paces);
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  const wrongBy = sum([...tookMs.values()]) / sum(ended.map((trial) => estimateOf(trial, false)));
  const estimates = new Map(plan.trials.map((trial) => [trial.arm, estimateOf(trial, false)]));
  return (arm) => {
    const own = measured.get(arm);
    if (own !== undefined) return sum(own) / own.length;
    return present(estimates.get(arm), `arm ${arm}`) * wrongBy;
  };
}
