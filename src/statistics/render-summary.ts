// The summary as it stands on disk, and as an exit code.
import { jsonText } from '../base/visible.js';
import type { Plan } from '../plan/plan.js';
import type { Verdict } from '../verdict/verdict.js';
import { decisionOf } from './stop/decision.js';
import type { CampaignSummary } from './summary.js';
import { resultsById } from './trial-result.js';

/**
 * The bytes of `summary.json`: the fields in the order of their declaration, two spaces, one newline at the
 * end.
 */
export function renderSummary(summary: CampaignSummary): string {
  return `${jsonText(summary, 2)}\n`;
}

/**
 * 0 done, and the expectation (if any) met; 1 expectation not met, the rate is not below the one asked about,
 * or two arms that are the same differ; 2 cannot tell: an arm has nothing to go by, its deploys could not
 * work, trials of the plan are missing, or the question is still open. What is not met stays so, whatever is
 * missing. An interrupt's own 130 is the command line's.
 */
export function exitCodeOf({ answer, state, trust, refused }: CampaignSummary): 0 | 1 | 2 {
  if (
    trust.sameness?.alarm === true ||
    answer.expectationsMet === false ||
    answer.decision?.answer === 'fail'
  )
    return 1;
  const open =
    answer.decision !== null &&
    (answer.decision.answer === null ||
      ['cannot-tell', 'not-shown', 'outside'].includes(answer.decision.answer));
  return open || refused !== undefined || answer.cannotTell || state !== 'complete' ? 2 : 0;
}

/**
 * `complete`: nothing of the plan is left to do, because every trial has a verdict or its stop rule has
 * decided.
 */
export function stateOf(plan: Plan, verdicts: ReadonlyMap<string, Verdict>): 'complete' | 'interrupted' {
  const all = plan.trials.every(({ id }) => verdicts.has(id));
  return all || (decisionOf(plan, resultsById(verdicts))?.final ?? false) ? 'complete' : 'interrupted';
}
