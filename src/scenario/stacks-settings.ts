// How many upgrades a trial makes, and what they share, as a scenario means it.

/** How many upgrades run at once in a trial, and what they share. */
export interface StacksSettings {
  /** 1: solo. */
  readonly concurrent: number;
  /**
   * `none`: each run has a stack of its own. `stack`: all race on one stack's name, as runs of the same
   * recipe, pull request and ref do.
   */
  readonly share: 'none' | 'stack';
  /** What a run holds the lock of its stack's name for: the whole run, its base deploy only, or nothing. */
  readonly lock: 'run' | 'base-only' | 'none';
  /** Milliseconds after the first run's start within which the others start, drawn for each. */
  readonly startWithinMs: number;
}
