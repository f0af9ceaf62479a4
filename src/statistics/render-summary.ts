// The summary as it stands on disk, and as an exit code.
import type { CampaignSummary } from './summary.js';

/** The bytes of `summary.json`: the fields in the order of their declaration, two spaces, one newline at the end. */
export function renderSummary(summary: CampaignSummary): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}

/**
 * 0 done, and the expectation (if any) met; 1 expectation not met; 2 cannot tell: an arm has nothing to go by, or trials
 * of the plan are missing. What is not met stays so, whatever is missing. An interrupt's own 130 is the command line's.
 */
export function exitCodeOf(summary: CampaignSummary): 0 | 1 | 2 {
  if (summary.answer.expectationsMet === false) return 1;
  return summary.answer.cannotTell || summary.state !== 'complete' ? 2 : 0;
}
