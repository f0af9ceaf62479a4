// What the trial found the machine and its engine to be.

/**
 * Who had the processors since the line before of the same kind, or since the source was attached: the engine, the rest of the
 * machine, or another machine on the same hardware.
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
  /** Milliseconds that processes of the engine ran, its containers' among them, as far as they were still there at the end. */
  readonly ownMs: number;
  /** Milliseconds that threads of the engine were to run and had no processor, all of them together. */
  readonly waitedMs: number;
  /** The same of the thread that waited longest, and the command name of its process; an empty name where none waited. */
  readonly longestMs: number;
  readonly longest: string;
  /** How much later than it was due the latest of the lab's own beats came, in milliseconds. */
  readonly labLateMs: number;
}
