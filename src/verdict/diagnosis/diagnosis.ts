// What can be said of the last update of a stack after the fact.
import type { Cause } from '../verdict.js';

export interface Diagnosis {
  readonly stack: string;
  /** By name. */
  readonly services: readonly ServiceDiagnosis[];
}

/**
 * What swarm shows of the last update. `none`: it shows no state of one. `rolled-back`: by swarm itself;
 * `rolled-back-by-hand`: somebody asked for it, or posted the old version again while swarm kept the state.
 */
export type LastUpdate =
  | 'none'
  | 'under-way'
  | 'completed'
  | 'rolling-back'
  | 'rolled-back'
  | 'rolled-back-by-hand'
  | 'paused'
  | 'rollback-paused';

export interface ServiceDiagnosis {
  /** Full name. */
  readonly service: string;
  readonly lastUpdate: LastUpdate;
  /** Whether something went wrong with it or since; null where that cannot be told. */
  readonly wrong: boolean | null;
  /** What follows from what is there. */
  readonly proved: readonly Statement[];
  /** What fits best, though something that could tell otherwise is gone. */
  readonly likely: readonly Statement[];
  /** What cannot be known any more, and why. */
  readonly unknown: readonly Statement[];
  /** Why the task ended that made swarm act, where that is proved or likely; else null. */
  readonly cause: Cause | null;
  /** Whether the engine's events reach back to the beginning of the update; null without an update. */
  readonly eventsReachBack: boolean | null;
}

export interface Statement {
  readonly says: string;
  /** What it rests on, in words: `swarm's update status`. */
  readonly source: string;
  /** `seq` of the lines it rests on, rising. */
  readonly evidence: readonly number[];
}
