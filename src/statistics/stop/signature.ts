// Of a question that asks for one kind of drift, only that kind counts as a failure: drift by another cause is shown beside.
import type { Decision } from '../summary.js';
import type { TrialResult } from '../trial-result.js';

/** Whether the trial drifted, by one of these causes where some are named. */
export function driftedBy(causes: readonly string[] | null, { mark, run }: TrialResult): boolean {
  return mark === 'd' && (causes === null || causes.includes(run?.cause?.kind ?? 'unknown'));
}

export function besideOf(causes: readonly string[] | null, results: readonly TrialResult[]): Pick<Decision, 'causes' | 'otherwise'> {
  return { causes, otherwise: results.filter((result) => result.mark === 'd' && !driftedBy(causes, result)).length };
}
