// What a scenario says, after defaults and arms are worked out: the meaning that every other room reads.
import type { Range } from '../base/units.js';
import type { Deployment } from './deployment.js';
import type { ActionSettings } from './action-settings.js';
import type { CheckSettings } from './check-settings.js';
import type { StacksSettings } from './stacks-settings.js';
import type { ImageSource } from './image-source.js';
import type { Sides } from './sides-settings.js';
import type { OwnSteps } from './step-settings.js';
import type { LoadSettings } from './load-settings.js';

export type { ImageSource } from './image-source.js';
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

/** All paths are as written in the file: relative to the scenario's folder. */
export interface Settings {
  readonly engine: EngineSettings;
  readonly images: readonly ImageSource[];
  readonly recipe: RecipeSettings;
  /**
   * What base and head were when the campaign began, whatever their names come to mean; null as long as
   * nobody has looked.
   */
  readonly pinned: PinnedCommits | null;
  /** Name of a deployer. */
  readonly deployer: string;
  readonly deployment: Deployment;
  /** Path of the abra that deploys; null for the one that is found. */
  readonly abra: string | null;
  /**
   * `stamp`: a stamp probe, over as soon as the deployer has said which stamp it takes; null: a whole
   * upgrade.
   */
  readonly stopAt: 'stamp' | null;
  /**
   * Processes that check base and head out in turn in the tree of a stamp probe while the head is deployed.
   */
  readonly checkouts: number;
  readonly env: Readonly<Record<string, string>>;
  /** Names of variables that are secret although their names do not say so. */
  readonly secrets: readonly string[];
  /** Compose files dropped into the worktree; any of them makes the stamp end in `+U`. */
  readonly overlays: readonly string[];
  /** Volumes of earlier trials of the arm are there at the base; missing where every trial finds none. */
  readonly state?: 'kept';
  /** What base and head have each for itself; missing where they differ in nothing. */
  readonly sides?: Sides;
  readonly load: readonly LoadSettings[];
  /**
   * Compose files of stacks that stand beside the one under test, each resident before the base is deployed.
   */
  readonly neighbours: readonly string[];
  /** What somebody else does meanwhile. */
  readonly actions: readonly ActionSettings[];
  /** Checks that are measured; missing where there are none. */
  readonly checks?: readonly CheckSettings[];
  /** Commands of the author's between phases; null for none. */
  readonly steps: OwnSteps | null;
  readonly stacks: StacksSettings;
  /** The service under test, without the stack's name; `app` in Co-op Cloud recipes. */
  readonly service: string;
  /**
   * Services that count in a run's verdict, without the stack's name, the one under test among them; null:
   * the whole stack.
   */
  readonly judged: readonly string[] | null;
  /** Judge a trial, too, in which the machine had too little processor time for the engine or the lab. */
  readonly judgeStarved: boolean;
  /** Domain suffix of the app, `driftlab.test` by default. */
  readonly domainSuffix: string;
  readonly observe: ObserveSettings;
}

export type EngineSettings = PrivateEngineSettings | ExistingEngineSettings;

/** A throw-away engine that the lab starts and ends. */
export interface PrivateEngineSettings {
  readonly kind: 'private';
  /** The envelope: memory that all containers of the engine share. */
  readonly memoryBytes: number;
  /** A new engine for every trial, instead of one that is reused while it is clean. */
  readonly fresh: boolean;
  /**
   * Folder with the programs it is made of, relative to the scenario's folder; null: those of this machine.
   */
  readonly programs: string | null;
  /** Services that bind the engine's socket are given that of this engine; else they are refused. */
  readonly socket: boolean;
}

/** An engine that is there already and stays there. */
export interface ExistingEngineSettings {
  readonly kind: 'existing';
  /** How it is reached: a socket of this machine, a docker context, or ssh. */
  readonly by: 'socket' | 'context' | 'ssh';
  /** Path of the socket, name of the context, or `user@host[:port]`. */
  readonly at: string;
  /** Run trials although services of others are there. */
  readonly shared: boolean;
  /** Services may bind the engine's socket. */
  readonly socket: boolean;
}

export interface RecipeSettings {
  readonly name: string;
  /**
   * A folder with a `history.yml` from which deterministic repositories are made; null when mirror and
   * upstream are given.
   */
  readonly fixture: string | null;
  /** Repository (path or URL) that is cloned; null with a fixture. */
  readonly mirror: string | null;
  /** Repository (path or URL) from which `refs/tags/*` are fetched; null with a fixture. */
  readonly upstream: string | null;
  /** Version tag that is deployed first. */
  readonly base: string;
  /** Ref or commit under test. */
  readonly head: string;
  /** Refs that the stack goes through between base and head, in order; missing where there are none. */
  readonly through?: readonly string[];
  /** Number of the pull request, part of the stack's name; `0` when there is none. */
  readonly pr: string;
  /** Name of a clone kind. */
  readonly clone: string;
}

/** Full ids of commits. */
export interface PinnedCommits {
  readonly base: string;
  readonly head: string;
  /** Ref -> commit of versions on the way to the head, and of others' deploys; missing where none are. */
  readonly others?: Readonly<Record<string, string>>;
}

export interface ObserveSettings {
  /** Milliseconds that the service is watched on after swarm's update is terminal. */
  readonly settleMs: number;
  /** Milliseconds after the upgrade's deploy at which a trial that is not settled is `unsettled`. */
  readonly deadlineMs: number;
  /** Milliseconds the base has to converge. */
  readonly baseDeadlineMs: number;
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
