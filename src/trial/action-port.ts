// What somebody else does in a trial, as the conductor knows it.
import type { RunSpec } from '../plan/plan.js';
import type { Member } from '../scenario/definition.js';
import type { Engine } from './engine-port.js';

/** Another version of the recipe than the one under test. */
export interface OtherVersion {
  /** A ref of the recipe; null: the head. */
  readonly commit: string | null;
  /** Compose files over it besides the scenario's own, relative to the scenario's folder. */
  readonly overlays: readonly string[];
}

export interface ActionContext {
  readonly engine: Engine;
  /** The run whose stack it is done to. */
  readonly run: RunSpec;
  readonly trial: string;
  /** The service under test, without the stack's name. */
  readonly service: string;
  /**
   * Deploys that version to the run's stack, by the trial's deployer and from a tree of its own; throws what
   * the deployer said when it failed.
   */
  readonly deploy: (version: OtherVersion, signal: AbortSignal) => Promise<void>;
}

/** Something that another than the lab's deployer does. Its options come as they were written. */
export interface Action extends Member {
  /** What it does in the past tense, without who did it, as in `scaled app to 3`. */
  readonly words: (options: unknown, service: string) => string;
  /** That the engine's daemon begins anew is what it is for; missing of every other action. */
  readonly restartsDaemon?: true;
  /** Other versions of the recipe that it deploys, which are looked for before anything boots. */
  readonly versions: (options: unknown) => readonly OtherVersion[];
  /** Resolves when it was done; throws where it could not be. */
  readonly perform: (options: unknown, context: ActionContext, signal: AbortSignal) => Promise<void>;
}
