// What a campaign answers: arms compared, and the decision where the scenario asked for one.
import type { Count } from '../scenario/scenario.js';
import type { OddsRatio } from './two-arms/odds-ratio.js';

/** Rate of the event in `a` minus that in `b`. */

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly method: 'newcombe';
  /**
   * p values, two-sided: Boschloo's decides, Fisher's is there to be recognised. Both hold for a number of
   * trials fixed beforehand.
   */
  readonly boschloo: number;
  readonly fisher: number;
  /** Boschloo's, adjusted for the number of comparisons; null where this is the only one. */
  readonly holm: number | null;
  /** Odds of the event in `a` over those in `b`: secondary, unstable where an arm never or always has it. */
  readonly oddsRatio: OddsRatio;
}

export interface Answer {
  /** Null without expectations, and when none is unmet but one of them cannot be told. */
  readonly expectationsMet: boolean | null;
  /** One sentence each: what was expected and not found. */
  readonly unmet: readonly string[];
  /**
   * One sentence for each expectation of which trials are missing, or showed nothing: how many, and whether
   * they are too many.
   */
  readonly unshown: readonly string[];
  /** True when an expectation cannot be told, or an arm without one has no trial that says anything. */
  readonly cannotTell: boolean;
  /** What the campaign's stop rule says; null for a campaign with a fixed number of trials. */
  readonly decision: Decision | null;
}

/** Amounts in bytes. */

export interface FoundThreshold {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Where half of the upgrades would fail only beyond what was tested; null when it lies within. */
  readonly outside: 'below' | 'above' | null;
  readonly tested: { readonly low: number; readonly high: number };
  /** The same by isotonic regression, which knows no curve; null where no level reaches one half. */
  readonly isotonic: number | null;
  /** Whether the two differ by no more than half the interval. */
  readonly agrees: boolean | null;
}

/** The answer to the question that a campaign was to stop at. */

export interface Decision {
  readonly question: 'reproduced' | 'rate-below' | 'decided' | 'half-fails';
  readonly arm: string;
  /**
   * The arm that it is held against, and in how many of the `n` pairs that one failed; null where there is
   * none.
   */
  readonly against: { readonly arm: string; readonly k: number } | null;
  /** Null while it is open; `cannot-tell` when it will stay so. */
  readonly answer:
    | 'reproduced'
    | 'not-reproduced'
    | 'pass'
    | 'fail'
    | 'a-worse'
    | 'not-shown'
    | 'found'
    | 'outside'
    | 'cannot-tell'
    | null;
  /** Why it cannot be told; null otherwise. */
  readonly reason: string | null;
  /** No further trial would change it. */
  readonly final: boolean;
  /** The rates between which it tells, and the highest probability of a wrong answer at either. */
  readonly design: { readonly low: number; readonly high: number; readonly error: number };
  /**
   * Valid trials (or pairs) that count, in launch order up to the decision, and the failures of `arm` among
   * them.
   */
  readonly n: number;
  readonly k: number;
  /** Trials (or pairs) up to there that showed nothing. */
  readonly invalid: number;
  /**
   * What may be claimed, to one side: at most `high` after a pass, at least `low` after a fail. Exact for
   * this rule, which the usual intervals are not after an early stop; null while it is open.
   */
  readonly interval: {
    readonly low: number;
    readonly high: number;
    readonly estimate: number;
    readonly confidence: number;
    readonly method: 'stagewise-upper' | 'stagewise-lower';
  } | null;
  /** Of a search, in bytes: the load at which half of the upgrades fail; null for every other question. */
  readonly threshold: FoundThreshold | null;
  /** Further valid trials: if all of them pass, and at the most. */
  readonly needed: { readonly clean: number; readonly worst: number };
  /** Trials of the design with a fixed number and the same errors. */
  readonly fixed: number;
  /**
   * What counts as a failure here, and how many of the trials that count did not hold in a way that does not.
   */
  readonly count: Count;
  readonly otherwise: number;
  /**
   * Trials that ended but were launched after the one that decided: they are on record and count for nothing
   * here.
   */
  readonly ignored: readonly string[];
}
