// What the trial found the machine and its engine to be.

/**
 * Who had the processors since the line before of the same kind, or since the source was attached: the
 * engine, the rest of the machine, or another machine on the same hardware.
 */
export interface ProcessorFact {
  readonly kind: 'processor';
  /** Milliseconds that this line tells of; the next three are of all processors together. */
  readonly spanMs: number;
  /** Processors of this machine. */
  readonly cores: number;
  /** Milliseconds that any process ran. */
  readonly busyMs: number;
  /** Milliseconds that the hypervisor kept for others while something here was to run. */
  readonly stolenMs: number;
  /**
   * Milliseconds that processes of the engine ran, its containers' among them, as far as they were still
   * there at the end.
   */
  readonly ownMs: number;
  /** Milliseconds that threads of the engine were to run and had no processor, all of them together. */
  readonly waitedMs: number;
  /**
   * The same of the thread that waited longest, and the command name of its process; an empty name where none
   * waited.
   */
  readonly longestMs: number;
  readonly longest: string;
  /** How much later than it was due the latest of the lab's own beats came, in milliseconds. */
  readonly labLateMs: number;
}

/**
 * What the trial found as it began: what earlier trials and others left on the engine, and what the machine
 * had to do.
 */
export interface WearFact {
  readonly kind: 'wear';
  /** Trials that the engine had run before in this campaign; null where the lab did not start it. */
  readonly trialsBefore: number | null;
  readonly networks: number;
  /**
   * Addresses in use on the ingress network, that of its own endpoint among them; null where there is no such
   * network.
   */
  readonly ingressAddresses: number | null;
  /** Tasks that swarm knows of, those that it only remembers among them. */
  readonly tasks: number;
  /** Running or not. */
  readonly containers: number;
  /** Mounts that its daemon sees; null where the lab does not know it. */
  readonly mounts: number | null;
  /** On the disk that the engine writes to; null where the lab does not know that. */
  readonly diskFreeBytes: number | null;
  /**
   * Swap in use on this machine; with the next, null where the engine is not known to be on it, or the kernel
   * does not tell.
   */
  readonly swapUsedBytes: number | null;
  /** Share of the last 10 s in which some task of this machine waited for a processor, in per cent. */
  readonly cpuPressure: number | null;
}
