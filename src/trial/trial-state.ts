// What a trial has in hand while it runs, growing from phase to phase.
import type { OwnMoment, Phase } from '../evidence/fact.js';
import type { RunSpec, TrialSpec } from '../plan/plan.js';
import type { Actions } from './actions.js';
import type { LoadWindows } from './load-windows.js';
import type { AttachedSources, Engine, RecipeTree, TrialLog, TrialPorts } from './ports.js';
import type { Recorder } from './recorder.js';

/** What a trial has in hand while it runs. */
export interface TrialState {
  readonly spec: TrialSpec;
  readonly ports: TrialPorts;
  readonly log: TrialLog;
  readonly recorder: Recorder;
  readonly scratchDir: string;
  /** Puts on record what failed, in the phase in which it did. */
  readonly recordFault: (error: unknown) => void;
  /** Called when a phase begins. */
  readonly onPhase: (phase: Phase) => void;
  /** Called when a command of the author's begins, and with null when the phase goes on after it. */
  readonly onStep: (moment: OwnMoment | null) => void;
}

/** A trial on an engine, with everything ready to deploy. */
export interface ReadyTrial extends TrialState {
  readonly engine: Engine;
  readonly sources: AttachedSources;
  readonly trees: readonly RunTree[];
  readonly loads: LoadWindows;
  readonly actions: Actions;
  readonly checks: Checks;
}

/** A run with its tree. */
export interface RunTree {
  readonly run: RunSpec;
  readonly tree: RecipeTree;
  readonly scratchDir: string;
}

/** The checks of a trial, asked and put on record. */
export interface Checks {
  /** What a check may remember of the time before; to be called before the head of the run is deployed. */
  readonly remember: (tree: RunTree, signal: AbortSignal) => Promise<void>;
  /** The head of the run is deployed. */
  readonly begin: (tree: RunTree, intendedStamp: string) => void;
  /** Resolves when those of the run have ended; observation is over by then. */
  readonly done: (run: string) => Promise<void>;
  /** Ends those that still run; resolves when they have ended. */
  readonly stop: () => Promise<void>;
}
