// What counts as a failure for a question: what the plan counts, or only trials that did not hold by the
// causes that the question names.
import type { Plan } from '../../plan/plan.js';
import type { Count } from '../../scenario/scenario.js';
import { eventOf, isMissedBy } from '../event.js';
import type { Decision } from '../answer.js';
import type { TrialResult } from '../trial-result.js';

/** The event that a plan's stop rule counts. */
export function countFor({ count, stop }: Pick<Plan, 'count' | 'stop'>): Count {
  return stop === null || stop.question === 'half-fails' ? count : (stop.causes ?? count);
}

/** What is counted, and how many of these trials did not hold in a way that is not. */
export function besideOf(
  count: Count,
  results: readonly TrialResult[],
): Pick<Decision, 'count' | 'otherwise'> {
  return {
    count,
    otherwise: isMissedBy(count)
      ? 0
      : results.filter((result) => eventOf('not-held', result) === true && eventOf(count, result) !== true)
          .length,
  };
}
