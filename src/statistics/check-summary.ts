// What a campaign shows of a check: part of `summary.json`.
import type { CheckJudgement } from '../verdict/check-verdict.js';
import type { Outcome } from '../verdict/verdict.js';
import type { Rate } from './proportion.js';

/** How the upgrade of a trial ended; `drifted`: it held, with another label than was meant. */
export type Truth = Outcome | 'drifted';

export interface CheckSummary {
  /** As the scenario calls it. */
  readonly name: string;
  /** Name of the check that it is. */
  readonly check: string;
  /** Trials that judged it, by the word that it got. */
  readonly judgements: Readonly<Partial<Record<CheckJudgement, number>>>;
  /** It said good, of the trials that did not hold; null where none of those judged it. */
  readonly missed: Rate | null;
  /** It said bad, of the trials that held; null where none of those judged it. */
  readonly falseAlarms: Rate | null;
  /** Milliseconds from the end of the head's deploy to its answers; null where it gave none. */
  readonly answerMs: { readonly median: number; readonly max: number } | null;
  /** The same trials by how the upgrade ended, in the order of the vocabulary. */
  readonly truths: readonly {
    readonly truth: Truth;
    readonly judgements: Readonly<Partial<Record<CheckJudgement, number>>>;
  }[];
}
