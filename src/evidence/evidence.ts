// Evidence: a fact with its place and time. One JSON object a line in `evidence.jsonl`.
import type { Fact } from './fact.js';

export interface Stamped {
  /** 1, 2, 3, … without holes: a hole means that lines were lost. */
  readonly seq: number;
  /** Milliseconds since the trial began, by a monotonic clock. */
  readonly atMs: number;
  /** Wall time, ISO 8601 UTC. */
  readonly wall: string;
  /** The engine's or kernel's own timestamp, ISO 8601 with up to nanoseconds; null where it gave none. */
  readonly engineAt: string | null;
  /** Name of the node on which it was seen, where several nodes are watched. */
  readonly node?: string;
}

/** One line of a trial's evidence. */
export type Evidence = Fact & Stamped;

/** The lines of one kind. */
export type EvidenceOf<K extends Fact['kind']> = Extract<Evidence, { kind: K }>;
