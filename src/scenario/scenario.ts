// What a scenario says, after defaults and arms are worked out: the meaning that every other room reads.
import type { Range } from '../base/units.js';
import type { Settings } from './settings/index.js';

export type { ExistingEngineSettings, PrivateEngineSettings } from './engines/index.js';
export type { ImageSource } from './image-kinds.js';
export type { ObserveSettings } from './observe-shape.js';
export type { PinnedCommits, RecipeSettings } from './recipe-settings.js';
export type { Settings } from './settings/index.js';
export type { StacksSettings } from './stacks-settings.js';

export interface Scenario {
  readonly name: string;
  /** What the person wants to know, one sentence; may be empty. */
  readonly question: string;
  /** At least one; the order of the file. */
  readonly arms: readonly Arm[];
  /**
   * Arm -> the number of each of its loads, by which arms of a block share draws; of arms that are not there
   * it is the place in the list.
   */
  readonly loadPlaces: ReadonlyMap<string, readonly number[]>;
  /** Trials of each arm. */
  readonly trialsEach: number;
  /** Milliseconds after which no trial is launched; null without a limit. */
  readonly budgetMs: number | null;
  /** The question at whose answer the campaign stops; null: every arm has its number of trials. */
  readonly until: Until | null;
  /** What the trials look for instead; null for none. */
  readonly search: Search | null;
  readonly count: Count;
  readonly expect: readonly Expectation[];
}

/**
 * The event of which every rate is told: `not-held`, a trial that did not hold; `drift`, of these only those
 * that ended with another stamp than was intended; a list, only those that did not hold by one of these
 * causes; or, of trials that did not hold, those of which a check said good.
 */
export type Count = 'not-held' | 'drift' | MissedBy | readonly string[];

export type MissedBy = `missed by ${string}`;

/**
 * What the trials are run to find out. `high` and `low` are the rates between which it has to tell, `error`
 * the highest probability of a wrong answer at either.
 */
export type Until =
  | UntilOf<'reproduced' | 'rate-below', { readonly arm: string }>
  | UntilOf<'decided', { readonly a: string; readonly b: string }>;

type UntilOf<Question extends string, Of> = Of & {
  readonly question: Question;
  readonly high: number;
  readonly low: number;
  readonly error: number;
  /**
   * Only trials that did not hold by one of these causes count; null for what the scenario counts, and always
   * of a fix.
   */
  readonly causes: readonly string[] | null;
};

/** A search for the amount of a load at which half of the upgrades fail. */
export interface Search {
  readonly arm: string;
  readonly injector: string;
  /** Bytes. */
  readonly over: Range;
  /** At least 4: amounts evenly spaced from one end to the other. */
  readonly levels: number;
  /** The most valid trials. */
  readonly trialsMax: number;
}

/** One variation of the scenario, with everything it does spelled out. */
export interface Arm {
  readonly name: string;
  /** Factor name -> level name, for arms made by `factors:`; a plain arm has `{arm: its name}`. */
  readonly factors: Readonly<Record<string, string>>;
  readonly settings: Settings;
}

/**
 * What the scenario's author expects of an arm; checked after the campaign. `all` in the file is spelled out:
 * one for each arm.
 */
export interface Expectation {
  readonly arm: string;
  readonly drift: 'none' | 'some' | 'all' | null;
  /** Every valid trial must end with one of these; null means anything. */
  readonly outcome: readonly string[] | null;
  /** Every valid trial must have one of these causes; null means anything. */
  readonly cause: readonly string[] | null;
  /** Which task was hit in every valid trial: `new` or `old`; null means anything. */
  readonly victim: 'new' | 'old' | null;
}
