// A plan: every trial of a campaign in order, with everything that was drawn from the seed. Same seed, same
// bytes.
import type { StopRule } from './stop-rule.js';
import type { LoadUnit } from '../base/units.js';
import type { Deployment } from '../scenario/deployment.js';
import type { Arm, Count, Expectation, RecipeSettings, Settings } from '../scenario/scenario.js';
import type { ActionMoment, ActionSettings } from '../scenario/action-settings.js';
import type { LoadWindow } from '../scenario/load-settings.js';

export interface Plan {
  readonly format: 1;
  readonly scenario: string;
  readonly seed: number;
  readonly arms: readonly Arm[];
  /** The event of which every rate of the campaign is told. */
  readonly count: Count;
  readonly expect: readonly Expectation[];
  readonly trials: readonly PlannedTrial[];
  /** When to stop before the last trial; null: every trial is run. */
  readonly stop: StopRule | null;
}

/** What differs from trial to trial; the rest stands in its arm. */
export interface PlannedTrial {
  /** `001`, `002`, … in launch order. */
  readonly id: string;
  readonly arm: string;
  /** Number of the randomised block, from 1: each block has every arm once. */
  readonly block: number;
  readonly seed: number;
  readonly load: readonly DrawnLoad[];
  readonly actions: readonly DrawnAction[];
  readonly runs: readonly RunSpec[];
}

/** One application of the load with its amounts drawn; the arms of a block share their draws. */
export interface DrawnLoad {
  readonly injector: string;
  /** As they are written, where they say more than the amount; the injector's own schema reads them. */
  readonly options?: unknown;
  readonly unit: LoadUnit;
  /** In {@link unit}. */
  readonly target: number;
  readonly during: LoadWindow;
  readonly afterMs: number;
  /** Null: until the window closes. */
  readonly forMs: number | null;
  readonly rampMs: number;
  readonly shape: DrawnShape;
  readonly band: number;
}

/** What somebody else is to do, with its delay drawn; the arms of a block share their draws. */
export interface DrawnAction extends Pick<ActionSettings, 'action' | 'options'> {
  readonly at: ActionMoment;
  /** Milliseconds between that moment and the action. */
  readonly afterMs: number;
}

/**
 * How the load moves while it is on, as `loadShapes` says; `seed` is what the times of bursts are drawn
 * from.
 */
export type DrawnShape =
  | { readonly kind: 'steady' }
  | { readonly kind: 'sawtooth'; readonly everyMs: number }
  | { readonly kind: 'bursts'; readonly everyMs: number; readonly seed: number };

/** One app being upgraded in a trial; a solo trial has one. */
export interface RunSpec {
  /** `r1`, `r2`, … */
  readonly run: string;
  /** As the harness names it: first 4 letters of the recipe, a dash, 6 hex digits of recipe|pr|ref. */
  readonly stack: string;
  readonly domain: string;
  /** Milliseconds after the trial's first run at which it starts. */
  readonly startAfterMs: number;
}

/** What judging a trial, and telling its story, need of its plan: the evidence says the rest. */
export interface JudgedTrial extends Pick<PlannedTrial, 'id' | 'arm' | 'load' | 'actions' | 'runs'> {
  /** How a person calls it; left out, `trial` and its id. */
  readonly called?: string;
  readonly settings: Pick<
    Settings,
    'service' | 'judged' | 'judgeStarved' | 'stopAt' | 'checkouts' | 'stacks' | 'neighbours'
  > & {
    readonly recipe: Pick<RecipeSettings, 'base'> &
      Partial<Pick<RecipeSettings, 'fixture' | 'head' | 'through'>>;
    readonly deployment?: Pick<Deployment, 'stamp'>;
    readonly checks?: Settings['checks'];
    readonly steps?: Settings['steps'];
  };
}

/** A planned trial together with its arm's settings: all that running and judging need. */
export interface TrialSpec extends PlannedTrial {
  readonly settings: Settings;
}
