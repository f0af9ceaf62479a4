// A check whose word on an upgrade is measured, as the conductor knows it.
import type { RunSpec } from '../plan/plan.js';
import type { Member } from '../scenario/definition.js';
import type { Settings } from '../scenario/scenario.js';
import type { Engine } from './engine-port.js';

/** What swarm says of a service, as its API has it. */
export type ServiceJson = Readonly<Record<string, unknown>>;

export interface CheckContext {
  readonly engine: Engine;
  /** The run whose upgrade is looked at. */
  readonly run: RunSpec;
  readonly settings: Pick<Settings, 'service' | 'env' | 'secrets' | 'recipe'>;
  /** The stamp that git says the head must have. */
  readonly intendedStamp: string;
  /** The stack's services just before the head was deployed, as a harness may remember them. */
  readonly before: readonly ServiceJson[];
  /** The recipe's tree. */
  readonly treeDir: string;
  /** Folder of the scenario file, against which its paths are resolved. */
  readonly scenarioDir: string;
  /** A folder of its own, made for it. */
  readonly scratchDir: string;
  readonly timeoutMs: number;
  /** Writes to the trial's console log. */
  readonly console: (text: string) => void;
}

export interface CheckAnswer {
  /** Null: it gave none. */
  readonly answer: 'good' | 'bad' | null;
  /** Of a program that ended by itself; else null. */
  readonly exitCode: number | null;
  /** The last lines that it wrote; null where it wrote nothing. */
  readonly said: string | null;
  /** Why it gave no answer; null where it gave one. */
  readonly failure: string | null;
}

/** Something that says of an upgrade whether it went well. Its options come as they were written. */
export interface Check extends Member {
  /** Throws `missing-tool` when what it needs is known to be missing before there is an engine. */
  readonly requires: (options: unknown, scenarioDir: string) => void;
  /** Programs of the author's that it runs, as he writes them. */
  readonly programs: (options: unknown) => readonly string[];
  /**
   * Resolves with what it answered, at the latest soon after its timeout. One that could not be asked is no
   * answer; only the signal's reason is thrown.
   */
  readonly ask: (options: unknown, context: CheckContext, signal: AbortSignal) => Promise<CheckAnswer>;
}
