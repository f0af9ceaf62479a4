// The lab about itself: phases, the engine it uses, sources and their gaps, faults, and how the trial ended.

/**
 * Phases of a trial, in order; `collect` and `destroy` always run. Several runs at once go through base,
 * upgrade and observe each for itself, in the phase `runs`.
 */
export const phases = [
  'engine',
  'tree',
  'load',
  'base',
  'upgrade',
  'observe',
  'runs',
  'collect',
  'destroy',
] as const;
export type Phase = (typeof phases)[number];

/** A phase began or ended. */
export interface PhaseFact {
  readonly kind: 'phase';
  readonly phase: Phase;
  readonly mark: 'begin' | 'end';
}

/** What the engine under test is, looked at when the trial starts and again when observation ends. */
export interface EngineFact {
  readonly kind: 'engine';
  readonly moment: 'start' | 'end';
  readonly engine: string;
  readonly version: string;
  /** Folder that its programs come from; null: those of the machine, or an engine that is not the lab's. */
  readonly programs: string | null;
  /** Of the node that the swarm is asked through. */
  readonly nodeId: string;
  /**
   * Changes when dockerd was restarted: its process id and start time. Null where the lab did not start it.
   */
  readonly daemon: string | null;
  /** Null where there is no envelope. */
  readonly envelopeBytes: number | null;
  readonly cgroupVersion: 1 | 2 | null;
  /** All nodes that are watched, where there are several; the first is the one above. */
  readonly nodes?: readonly WatchedNode[];
}

export interface WatchedNode {
  readonly id: string;
  /** Its host name. */
  readonly name: string;
  readonly daemon: EngineFact['daemon'];
}

/** A source began or stopped watching. */
export interface SourceFact {
  readonly kind: 'source';
  readonly source: string;
  readonly state: 'attached' | 'detached';
}

/**
 * A source noticed that it does not see, or that it sees again; what happened in between is unknown to it.
 * Without an end it was blind to the last.
 */
export interface GapFact {
  readonly kind: 'gap';
  readonly source: string;
  readonly mark: 'begin' | 'end';
  /**
   * Of a beginning: for how long before this line it may have been blind already, in milliseconds. 0 of an
   * end.
   */
  readonly unseenMs: number;
  /** Of an end: why it had been blind. */
  readonly reason: string;
}

/** The lab itself, or something it needs, failed. */
export interface FaultFact {
  readonly kind: 'fault';
  readonly phase: Phase;
  readonly code: string;
  readonly message: string;
}

/** The last line of every whole trial. */
export interface TrialEndFact {
  readonly kind: 'trial-end';
  /**
   * `completed`: every phase was gone through. `aborted`: interrupted. `invalid`: a fault of the lab or its
   * engine.
   */
  readonly end: 'completed' | 'aborted' | 'invalid';
}
