// A scenario that could not be run within its own budget is refused before anything begins, with the arithmetic.
import { LabError } from '../base/lab-error.js';
import { formatDuration } from '../base/units.js';
import { estimateMs } from '../plan/estimate.js';
import type { Plan } from '../plan/plan.js';

/** What is wrong with the plan against the scenario's budget, in two lines; null when it fits or there is none. */
export function overBudget(plan: Plan, jobs: number, budgetMs: number | null): LabError | null {
  if (budgetMs === null) return null;
  const expectedMs = estimateMs(plan, jobs);
  if (expectedMs <= budgetMs) return null;
  const [arms, trials] = [plan.arms.length, plan.trials.length];
  const size = `${String(arms)} ${arms === 1 ? 'arm' : 'arms'} make ${String(trials)} trials, which take about ${formatDuration(expectedMs)} at ${String(jobs)} at a time`;
  return new LabError('bad-input', `the scenario's budget is ${formatDuration(budgetMs)}, but its ${size}`, {
    hint: `run fewer trials (--trials), fewer arms (--arm), or with a larger budget; at most ${String(Math.floor((trials * budgetMs) / expectedMs))} trials fit`,
  });
}
