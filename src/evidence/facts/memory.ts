// Memory: the envelope of the engine, and the load that was put on it.

/** The engine's memory envelope, sampled. */
export interface EnvelopeFact {
  readonly kind: 'envelope';
  readonly usageBytes: number;
  readonly limitBytes: number;
  /** Times the limit was hit (cgroup v1 `failcnt`, v2 `memory.events` `max`). */
  readonly hits: number;
  /** Processes killed for memory in the envelope so far; null where the kernel does not tell. */
  readonly kills: number | null;
  /** Pressure stall: share of the last 10 s in which some task waited for memory, in per cent; null where there is none. */
  readonly pressure: number | null;
}

/** Something happened to a load. `index` is its place in the trial's list of loads. */
export interface LoadFact {
  readonly kind: 'load';
  readonly index: number;
  readonly injector: string;
  /** `planned` is written before anything is done; `sample` is a measurement; `died` is an end that nobody asked for. */
  readonly event: 'planned' | 'started' | 'full' | 'sample' | 'ended' | 'died';
  readonly targetBytes: number;
  /** Measured by the engine's accounting; null where nothing was measured. */
  readonly heldBytes: number | null;
  readonly note: string | null;
}
