// What is known of a proportion.

/** A proportion with its interval. */
export interface Rate {
  readonly k: number;
  readonly n: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /**
   * `wilson` two-sided, or `clopper-pearson-…` (one-sided) at 0 and n of n; `confidence-sequence` (two-sided)
   * while trials still run, and where a rule stopped them.
   */
  readonly method: 'wilson' | 'clopper-pearson-upper' | 'clopper-pearson-lower' | 'confidence-sequence';
}
