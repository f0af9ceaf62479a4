// What the engine has to live on: the memory of its envelope and what containers take of it, and its disk.

/** The engine's memory envelope, sampled. */
export interface EnvelopeFact {
  readonly kind: 'envelope';
  readonly usageBytes: number;
  readonly limitBytes: number;
  /** Times the limit was hit (cgroup v1 `failcnt`, v2 `memory.events` `max`). */
  readonly hits: number;
  /** Processes killed for memory in the envelope so far; null where the kernel does not tell. */
  readonly kills: number | null;
  /**
   * Pressure stall: share of the last 10 s in which some task waited for memory, in per cent; null where
   * there is none.
   */
  readonly pressure: number | null;
}

/** The memory of one container of the stacks under test, sampled; page cache counts too. */
export interface ContainerMemoryFact {
  readonly kind: 'container-memory';
  readonly containerId: string;
  readonly usageBytes: number;
  /** Of its own; null where it has none. */
  readonly limitBytes: number | null;
}

/** What is left of the disk on which the engine keeps its images, its containers and its swarm. */
export interface DiskFact {
  readonly kind: 'disk';
  readonly freeBytes: number;
  /** Files that may still be made; null where the file system does not count them. */
  readonly freeInodes: number | null;
}
