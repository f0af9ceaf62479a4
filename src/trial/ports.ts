// What a trial needs of the world: the interfaces that the edges fill in. Edges know this file and nothing of
// each other.
import type { Evidence } from '../evidence/evidence.js';
import type { OwnMoment, ProvisionFact, Step } from '../evidence/fact.js';
import type { DrawnLoad, RunSpec, TrialSpec } from '../plan/plan.js';
import type { LoadMember } from '../scenario/load-definition.js';
import type { Settings } from '../scenario/scenario.js';
import type { Action } from './action-port.js';
import type { Check, CheckAnswer } from './check-port.js';
import type { ComposeQuestion, Objections } from './compose-question.js';
import type { Engine } from './engine-port.js';
import type { AttachSources, Emit } from './source-ports.js';
import type { CheckoutBy, MakeTree, RecipeTree } from './tree-port.js';

export type * from './action-port.js';
export type * from './check-port.js';
export type * from './compose-question.js';
export type * from './engine-port.js';
export type * from './source-ports.js';
export type * from './tree-port.js';

/** Engines to run trials on. `release` may go on cleaning in the background after it returns. */
export interface EnginePool {
  readonly acquire: (spec: TrialSpec, signal: AbortSignal) => Promise<Engine>;
  /** Gives tags that base and head both name the head's images; missing where a tag stays what it is. */
  readonly moveTags?: (engine: Engine, spec: TrialSpec, signal: AbortSignal) => Promise<void>;
  readonly release: (engine: Engine) => void;
  /** Ends every engine; resolves when nothing of them is left running. */
  readonly close: () => Promise<void>;
}

export interface DeployRequest {
  readonly step: Step;
  readonly run: RunSpec;
  readonly settings: Settings;
  readonly tree: RecipeTree;
  /**
   * `lab`: the tree stands as it is to be deployed (chaos). `deployer`: deploy the base by its version, which
   * checks its tag out.
   */
  readonly checkedOutBy: CheckoutBy;
  readonly engine: Engine;
  /** Folder of the scenario file, against which its paths are resolved. */
  readonly scenarioDir: string;
  readonly scratchDir: string;
  /** Where the app is kept as its owner made it for the base; left out where that is `scratchDir`. */
  readonly appDir?: string;
  readonly console: (text: string) => void;
  /** Puts on record what was made for the recipe; called once it is there. */
  readonly provided: (made: Omit<ProvisionFact, 'kind' | 'run'>) => void;
  /** Has a value that was made up masked from now on, in all that the trial keeps. */
  readonly conceal: (value: string) => void;
}

/** A command of the author's between phases. */
export interface OwnStepRequest extends Pick<
  DeployRequest,
  'run' | 'settings' | 'tree' | 'engine' | 'scenarioDir' | 'scratchDir' | 'console'
> {
  readonly moment: OwnMoment;
  /** Program and arguments. */
  readonly words: readonly string[];
}

/** Runs it to its end; throws `missing-tool` where it cannot be run. */
export type RunOwnStep = (
  request: OwnStepRequest,
  signal: AbortSignal,
) => Promise<{ readonly exitCode: number; readonly output: readonly string[] }>;

/** A complete harness of the author's, which deploys, checks and takes down by itself. */
export interface HarnessRequest extends Omit<OwnStepRequest, 'moment' | 'words'> {
  /** Milliseconds that it has in all, those apart in which it is held. */
  readonly timeoutMs: number;
  /** It is about to make a service of the run's stack; it waits until this resolves. */
  readonly onCreation: () => Promise<void>;
  /** It is about to update a service of the run's stack; it waits until this resolves. */
  readonly onUpdate: () => Promise<void>;
  /** It is about to remove a service; it waits until this resolves. */
  readonly onRemoval: () => Promise<void>;
}

export interface HarnessEnd extends CheckAnswer {
  /** As a shell says it; 124 where its time was over. */
  readonly endedWith: number;
  /** Names of services outside the run's stack that it made or updated. */
  readonly wroteElsewhere: readonly string[];
}

/** Runs it to its end, whatever that is; throws `missing-tool` where it cannot be run. */
export type RunHarness = (request: HarnessRequest, signal: AbortSignal) => Promise<HarnessEnd>;

export interface BinaryRequest {
  readonly settings: Pick<Settings, 'abra'>;
  readonly scenarioDir: string;
}

/** A program that deploys: which one it is, byte for byte. */
export interface DeployerBinary {
  /** Where it really lies, links followed. */
  readonly path: string;
  readonly sha256: string;
  /** As it says itself. */
  readonly version: string;
}

export interface DeployResult {
  readonly exitCode: number;
  /** The stamp that the deployer says it took; null when it said none. */
  readonly stamp: string | null;
  /** What it said when it failed, one or a few lines; null otherwise. */
  readonly failure: string | null;
}

/** Puts the app on the engine. A deploy that fails is a result; only one that could not be tried throws. */
export interface Deployer {
  readonly name: string;
  /** True when a deploy by version (not chaos) checks the version's tag out in the tree itself. */
  readonly checksOutBase?: true;
  /**
   * The program that deploys, where which one it is can decide an outcome. Throws `missing-tool` when there
   * is none, or when what is there is another program.
   */
  readonly binary?: (request: BinaryRequest, signal: AbortSignal) => Promise<DeployerBinary>;
  /** Throws `missing-tool` when what deploys is known to be missing before there is an engine. */
  readonly requires?: (request: {
    readonly settings: Pick<Settings, 'deployment'>;
    readonly scenarioDir: string;
  }) => void;
  /** Programs of the author's own in its options as they are written; left out: it has none. */
  readonly programs?: (options: unknown) => readonly string[];
  /** What speaks against deploying a step, as far as it can be known before there is an engine. */
  readonly objections?: (about: ComposeQuestion) => Objections;
  readonly deploy: (request: DeployRequest, signal: AbortSignal) => Promise<DeployResult>;
}

export interface LoadRequest {
  readonly engine: Engine;
  readonly load: DrawnLoad;
  /** Its place in the trial's list of loads. */
  readonly index: number;
  readonly trial: string;
  /**
   * Milliseconds after which a load without a duration ends by itself, should nobody take it off: longer than
   * the trial may last.
   */
  readonly lifetimeMs: number;
  readonly emit: Emit;
}

/** A load that is ready but not yet on. */
export interface PreparedLoad {
  /**
   * Puts the load on; resolves when it has started or was taken off meanwhile. It ends by itself after ramp
   * and duration, or at `stop`.
   */
  readonly begin: () => Promise<void>;
  /** Takes the load off and waits until it is gone; safe to call at any time and more than once. */
  readonly stop: () => Promise<void>;
}

/** Applies load and measures the dose. */
export interface Injector extends LoadMember {
  readonly prepare: (request: LoadRequest, signal: AbortSignal) => Promise<PreparedLoad>;
}

export interface NeighbourRequest {
  readonly engine: Engine;
  /** Compose files, as the scenario writes them. */
  readonly neighbours: readonly string[];
  /** Place of the first of them in the trial's list of loads. */
  readonly firstIndex: number;
  /** Variables for the compose files. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds that each has until all its tasks run. */
  readonly deadlineMs: number;
  readonly scenarioDir: string;
  readonly scratchDir: string;
  readonly console: (text: string) => void;
  readonly emit: Emit;
}

/**
 * Deploys the neighbours; resolves once all their tasks run. `stop` only ends the watch: they leave with the
 * engine's other stacks.
 */
export type MoveIn = (
  request: NeighbourRequest,
  signal: AbortSignal,
) => Promise<{ readonly stop: () => Promise<void> }>;

/** Where a trial's evidence and console go. */
export interface TrialLog {
  /**
   * Appends a line and flushes it. Never throws: what cannot be written is lost, and {@link lost} says so.
   */
  readonly append: (line: Evidence) => void;
  readonly console: (text: string) => void;
  /** Masks the value too from now on, as far as it is long enough to be told from other text. */
  readonly conceal: (value: string) => void;
  readonly close: () => void;
  /**
   * Aborts with a `results` LabError at the first thing that could not be written; from then on nothing is.
   */
  readonly lost: AbortSignal;
}

/** Everything a trial uses. */
export interface TrialPorts {
  readonly pool: EnginePool;
  readonly trees: Readonly<Record<string, MakeTree>>;
  readonly deployers: Readonly<Record<string, Deployer>>;
  readonly injectors: Readonly<Record<string, Injector>>;
  readonly moveIn: MoveIn;
  readonly actions: Readonly<Record<string, Action>>;
  readonly checks: Readonly<Record<string, Check>>;
  readonly attachSources: AttachSources;
  readonly runOwnStep: RunOwnStep;
  readonly runHarness: RunHarness;
  readonly scenarioDir: string;
}
