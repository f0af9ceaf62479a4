// Which trial is launched next: the plan's order, or where a search has most to learn.
import type { Plan, PlannedTrial } from '../../plan/plan.js';
import type { TrialResult } from '../trial-result.js';
import { nextLevel } from './decide-threshold.js';
import { launchedIn } from './decision.js';

/** Null when there is none left. `results` by trial id; `begun`: trials that were launched, ended or not. */
export function nextTrial(
  plan: Plan,
  results: ReadonlyMap<string, TrialResult>,
  begun: ReadonlySet<string>,
): PlannedTrial | null {
  const { trials, stop } = plan;
  const waiting = trials.filter(({ id }) => !begun.has(id));
  if (stop?.question !== 'half-fails') return waiting[0] ?? null;
  const launched = launchedIn(plan, results).filter(({ trial }) => begun.has(trial));
  const level = nextLevel(
    stop,
    launched,
    stop.levels.map(({ arm }) => waiting.filter((trial) => trial.arm === arm).length),
  );
  return level === null ? null : (waiting.find(({ arm }) => arm === stop.levels[level]?.arm) ?? null);
}
