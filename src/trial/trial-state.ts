// What a trial has in hand while it runs, growing from phase to phase.
import type { Phase } from '../evidence/fact.js';
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
}

/** A trial on an engine, with everything ready to deploy. */
export interface ReadyTrial extends TrialState {
  readonly engine: Engine;
  readonly sources: AttachedSources;
  readonly trees: readonly RunTree[];
  readonly loads: LoadWindows;
  readonly actions: Actions;
}

/** A run with its tree. */
export interface RunTree {
  readonly run: RunSpec;
  readonly tree: RecipeTree;
  readonly scratchDir: string;
}
