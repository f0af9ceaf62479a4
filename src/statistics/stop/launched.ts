// A trial of a plan as a stop rule sees it.
import type { TrialResult } from '../trial-result.js';

export interface Launched {
  readonly trial: string;
  readonly arm: string;
  readonly block: number;
  /** Null while it has not ended. */
  readonly result: TrialResult | null;
  /**
   * Whether it failed, in the sense of the question; null where it has not ended, or shows nothing of that.
   */
  readonly failed: boolean | null;
}
