// Memory: the envelope of the engine.

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
