// A recipe's tree as the conductor knows it: made by a clone kind, stood at base or head, and looked at by
// git.
import type { MovedRefFact, Step, WorktreeFact } from '../evidence/fact.js';
import type { RunSpec } from '../plan/plan.js';
import type { Settings } from '../scenario/scenario.js';

/** Who checks a step's ref out. */
export type CheckoutBy = 'lab' | 'deployer';

/** A recipe's worktree, made by a clone kind in a folder of the trial's own. */
export interface RecipeTree {
  /** The run's scratch ABRA_DIR, a folder of its own; the tree is `<abraDir>/recipes/<recipe's name>`. */
  readonly abraDir: string;
  readonly dir: string;
  /**
   * Of the base's version tag. `deployer`: a deploy by version does it; `lab`: by hand, as the clone kind
   * wants it or for a lightweight tag.
   */
  readonly baseCheckout: CheckoutBy;
  /**
   * Refs that do not name any more what they named when the campaign began, and are checked out as they were.
   */
  readonly moved?: readonly Omit<MovedRefFact, 'kind' | 'run'>[];
  /** Overlay files of each step as `checkOut` names them, relative to `dir`, in the scenario's order. */
  readonly overlays: Readonly<Record<Step, readonly string[]>>;
  /** Checks out the step's ref, with the step's overlays in it and no other's. */
  readonly checkOut: (step: Step, signal: AbortSignal) => Promise<void>;
  /** The facts to put on record, read from git at the moment of the call. */
  readonly facts: (step: Step, signal: AbortSignal) => Promise<Omit<WorktreeFact, 'kind' | 'run'>>;
  /**
   * The stamp that the worktree as it stands at the moment of the call would give: `treeStamp` of the facts,
   * at less cost.
   */
  readonly stamp: (signal: AbortSignal) => Promise<string>;
  /** The stamp that a tree at the step's commit gives. */
  readonly stampAt: (step: Step) => string;
  /** A file's text as the step's commit has it, wherever the tree stands; null when it has none. */
  readonly fileAt: (step: Step, path: string, signal: AbortSignal) => Promise<string | null>;
}

export interface TreeRequest {
  readonly settings: Settings;
  readonly run: RunSpec;
  /** Folder of the scenario file, against which its paths are resolved. */
  readonly scenarioDir: string;
  /** A scratch folder of this trial, made and removed by the trial. */
  readonly scratchDir: string;
  /** Writes to the trial's console log. */
  readonly console: (text: string) => void;
}

/** Makes the recipe's tree; one for each clone kind. */
export type MakeTree = (request: TreeRequest, signal: AbortSignal) => Promise<RecipeTree>;
