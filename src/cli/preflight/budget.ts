// A scenario that could not be run within its own budget is refused before anything begins, with the
// arithmetic.
import { counted } from '../../base/counted.js';
import { LabError } from '../../base/lab-error.js';
import { formatDuration } from '../../base/units.js';
import { estimateMs } from '../../plan/estimate.js';
import type { Plan } from '../../plan/plan.js';
import { armsOf, soonestOf } from '../../plan/stop-rule.js';

/** What is wrong with the plan against the budget, with the way out; null when it fits or there is none. */
export function overBudget(plan: Plan, jobs: number, budgetMs: number | null): LabError | null {
  if (budgetMs === null) return null;
  const { trials, stop } = plan;
  const least =
    stop === null ? plan : { ...plan, trials: trials.slice(0, soonestOf(stop) * armsOf(stop).length) };
  const expectedMs = estimateMs(least, jobs);
  if (expectedMs <= budgetMs) return null;
  const fit = String(Math.floor((least.trials.length * budgetMs) / expectedMs));
  const takes = `which take about ${formatDuration(expectedMs)} at ${String(jobs)} at a time`;
  if (stop !== null) {
    return new LabError(
      'bad-input',
      `the budget is ${formatDuration(budgetMs)}, but the question cannot be answered before ` +
        `${counted(least.trials.length, 'trial')}, ${takes}`,
      {
        hint:
          'give it more time, or ask for less: rates that lie further apart or a lower confidence; at ' +
          `most ${fit} trials fit`,
      },
    );
  }
  const arms = counted(plan.arms.length, 'arm makes', 'arms make');
  return new LabError(
    'bad-input',
    `the budget is ${formatDuration(budgetMs)}, but ${arms} ${counted(trials.length, 'trial')}, ${takes}`,
    {
      hint:
        `run fewer trials (--trials), fewer arms (--arm), or with a larger budget; at most ${fit} ` +
        'trials fit',
    },
  );
}
