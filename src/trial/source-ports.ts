// What watches an engine: the interfaces of the sources.
import type { Evidence } from '../evidence/evidence.js';
import type { Fact } from '../evidence/fact.js';
import type { RunSpec } from '../plan/plan.js';
import type { Engine } from './engine-port.js';

/**
 * Puts a fact on record. `engineAt` is the engine's own timestamp where it gave one, `node` the name of the
 * node on which it was seen, where several are watched.
 */
export type Emit = (fact: Fact, engineAt?: string | null, node?: string) => Evidence;

export interface SourceContext {
  readonly engine: Engine;
  readonly runs: readonly RunSpec[];
  /** The service under test, without the stack's name. */
  readonly service: string;
  /** Whether load is put on the engine. */
  readonly loaded: boolean;
  /**
   * Whether what the engine and the kernel still remember of the time before is put on record too: up to 256
   * of the engine's events, and the kernel's log as far back as it goes. Left out, the record begins with the
   * watch.
   */
  readonly lookBack?: boolean;
  /**
   * Label that carries the stamp, `{stack}` in it standing for the stack; left out, the one that abra sets.
   */
  readonly stampLabel?: string;
  readonly emit: Emit;
}

/** All sources, watching. */
export interface AttachedSources {
  /**
   * Aborts with an `evidence` LabError when a source that no outcome is known without has been blind for so
   * long that waiting is in vain.
   */
  readonly blind: AbortSignal;
  /** Looks at services and tasks now and puts on record what changed; resolves when done. */
  readonly look: () => Promise<void>;
  /** From now on health and label are also judged as a naive check would, against `intended` for that run. */
  readonly watchNaively: (run: string, intended: string) => void;
  /**
   * Reads what a run has come to, now: its readback and the naive check's last word. `collect` then leaves it
   * out.
   */
  readonly conclude: (run: string, signal: AbortSignal) => Promise<void>;
  /**
   * Reads what is only there at the end: ended containers, logs of failed tasks, the readback, the naive
   * check's last word.
   */
  readonly collect: (signal: AbortSignal) => Promise<void>;
  /** Stops watching; resolves when the last line is written. */
  readonly detach: () => Promise<void>;
}

/** Attaches all sources; resolves when each has seen its first answer, so that nothing after is missed. */
export type AttachSources = (context: SourceContext, signal: AbortSignal) => Promise<AttachedSources>;
