// The summary of a campaign: `summary.json` is this, format 1.
import type { CheckSummary } from './check-summary.js';
import type { RefusedDeploys } from './stop/refused.js';
import type { Count } from '../scenario/scenario.js';
import type { Outcome, CauseKind } from '../verdict/verdict.js';
import type { Comparison, Answer } from './answer.js';
import type { Rate } from './proportion.js';

export type { Rate } from './proportion.js';

export interface CampaignSummary {
  readonly format: 1;
  readonly campaign: string;
  readonly scenario: { readonly name: string; readonly sha256: string };
  readonly seed: number;
  readonly state: 'complete' | 'interrupted' | 'running';
  readonly arms: readonly ArmSummary[];
  readonly comparisons: readonly Comparison[];
  /**
   * Why arms are not compared, no factor is blamed or cleared and the campaign's course is not tested; null
   * when all of that is.
   */
  readonly untested: string | null;
  /** The counts of each level of each factor, in factorial campaigns. */
  readonly marginals: readonly Marginal[];
  /** What is to blame and what is not, factor by factor and pair by pair; empty for plain arms. */
  readonly attribution: readonly Attribution[];
  /** What the campaign's own course says against its numbers. */
  readonly trust: Trust;
  /** What was found of the scenario's checks; missing where it has none. */
  readonly checks?: readonly CheckSummary[];
  /** Deploys that could not work, where there are any: nothing can be learnt of the upgrade. */
  readonly refused?: RefusedDeploys;
  /** Attempts at trials that were lost and made again, in launch order. */
  readonly reruns: readonly Rerun[];
  /** Why the campaign stopped before its plan was done, without an answer; null when it did not. */
  readonly halted: string | null;
  readonly answer: Answer;
}

/** An attempt that does not count, because the lab and not the upgrade kept it from showing anything. */
export interface Rerun {
  readonly trial: string;
  /** Its folder in `trials/`. */
  readonly attempt: string;
  readonly reason: string;
}

/** What a campaign's own course says against its numbers. */
export interface Trust {
  /** Arms whose trials find the volumes of earlier ones; missing where every trial finds none. */
  readonly kept?: readonly string[];
  /**
   * Null where no arm both failed and held, and with a search, whose order follows its outcomes. p values are
   * adjusted for the number of arms.
   */
  readonly clustering: {
    readonly arm: string;
    readonly runs: number;
    readonly p: number;
    readonly correlation: number;
    /** Independent trials that these are worth. */ readonly effective: number;
    readonly suspect: boolean;
  } | null;
  readonly change: { readonly arm: string; readonly p: number; readonly suspect: boolean } | null;
  /**
   * The engine on which trials failed most otherwise than trials of the same arms elsewhere, p adjusted for
   * the number of engines; null where there were too few trials on each.
   */
  readonly slot: {
    readonly engine: string;
    /** Failed, of the valid trials on it. */ readonly k: number;
    readonly n: number;
    /** How many would have been expected to. */ readonly expected: number;
    readonly p: number;
    readonly suspect: boolean;
  } | null;
  /**
   * Trials that the engines of trials that failed, and of those of the same arms that held, had run before on
   * average; null where nothing could be told from that, missing in summaries of older driftlabs.
   */
  readonly wear?: {
    readonly failed: number;
    readonly held: number;
    readonly p: number;
    readonly suspect: boolean;
  } | null;
  /** Two arms that are the same in everything, by Fisher's two-sided test; null in other campaigns. */
  readonly sameness: {
    readonly a: string;
    readonly b: string;
    /** Null before all trials are over. */ readonly p: number | null;
    /** p is below 0.01. */ readonly alarm: boolean;
    readonly pairs: PairCounts;
  } | null;
  /** Launches that showed nothing, of all, attempts that were made again included. */
  readonly inconclusive: {
    readonly count: number;
    readonly ended: number;
    readonly suspect: boolean;
    /** The two arms that differ most, by Fisher's test, where they do. */ readonly uneven: {
      readonly a: string;
      readonly b: string;
      readonly p: number;
    } | null;
  };
}

/** Pairs of valid trials, one of each arm in a block, by which of the two failed. */
export interface PairCounts {
  readonly both: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly neither: number;
}

/**
 * What a factor, or two together, do to the rate of the event. Differences are of rates, between -1 and 1.
 */
export interface Attribution {
  /** One factor, or two. */
  readonly factors: readonly string[];
  /** Levels of the first factor between which it differs most. */
  readonly a: string;
  readonly b: string;
  /** Of two factors: the difference between `a` and `b` at two levels of the second; empty for one. */
  readonly within: readonly { readonly level: string; readonly difference: number }[];
  /**
   * Of one factor: the rate at `a` minus that at `b`. Of two: how much that differs between the levels of
   * `within`.
   */
  readonly difference: number;
  /** 95 % interval, simultaneous over the factor's levels; null for two factors. */
  readonly low: number | null;
  readonly high: number | null;
  /** The largest difference between any two levels that may still be there; null for two factors. */
  readonly largest: number | null;
  /** Adjusted for everything that was tested. */
  readonly p: number;
  /** Comparisons of trials that it rests on. */
  readonly pairs: number;
  /** Blocks with a trial that counts: what is said holds at the loads that were drawn for them. */
  readonly blocks: number;
  /**
   * `exonerated`: on average over all that was varied; never a factor that is implicated together with
   * another.
   */
  readonly verdict: 'implicated' | 'exonerated' | 'undecided';
}

/** A level of a factor, over all arms that have it. */
export interface Marginal {
  readonly factor: string;
  readonly level: string;
  /** Cells that have the level. */
  readonly cells: number;
  /**
   * Those with the event, of the valid trials of those cells. Without an interval: the cells of a block share
   * their draws of load, so the trials are no independent repetitions.
   */
  readonly k: number;
  readonly n: number;
}

export interface ArmSummary {
  readonly name: string;
  readonly factors: Readonly<Record<string, string>>;
  /** The rest of the planned trials are no-ops, had a base that failed, or were not run. */
  readonly trials: { readonly planned: number; readonly valid: number; readonly inconclusive: number };
  /** Every finished trial. */
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Valid trials in which something went wrong. */
  readonly causes: Readonly<Partial<Record<CauseKind, number>>>;
  /**
   * The event that the campaign counts, by default that a trial did not hold; null when no trial was valid.
   */
  readonly event: EventRate | null;
  /**
   * The rate if every inconclusive trial had held, and if none of them had; null without inconclusive trials.
   */
  readonly eventBounds: Bounds | null;
  /**
   * Trials that ended with another stamp than was intended, of those of which that is known; null when it is
   * known of none.
   */
  readonly drift: Rate | null;
  /** The same of drift, over the trials of which it is not known. */
  readonly driftBounds: Bounds | null;
  /**
   * Valid trials that did not hold and of which the naive check would have passed or blamed the wrong thing.
   */
  readonly masked: number;
  /** Of valid trials whose outage was over at their end; null when none is known. */
  readonly outageMs: { readonly median: number; readonly max: number } | null;
  /**
   * Valid trials in which the service was still down at the end, and since when, in milliseconds since the
   * trial began.
   */
  readonly stillDown: {
    readonly count: number;
    readonly fromMs: { readonly first: number; readonly last: number } | null;
  };
  /**
   * One letter a trial in launch order: `d` drifted, `x` did not hold in another way, `h` held, `n` no-op,
   * `b` base failed, `?` inconclusive, `.` not run.
   */
  readonly sequence: string;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** The rate of what is counted. */
export interface EventRate extends Rate {
  readonly count: Count;
}
