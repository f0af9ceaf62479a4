// What a signature is: a thing that can be read in a stack's files and that swarm will make trouble of.
import type { Place } from '../compose/place.js';
import type { Service, Stack } from '../compose/stack.js';

/** From worst to least: it will go wrong, it may well, it is worth knowing, it is only told. */
export const severities = ['high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** One version of a recipe. */
export interface Version {
  readonly stack: Stack;
  /**
   * What the files of configs and secrets hold, by the path that the stack gives; null of one that is not
   * there.
   */
  readonly contents: ReadonlyMap<string, string | null>;
}

/** What is looked at. */
export interface Subject extends Version {
  /** The version from which it is upgraded; null where none is given. */
  readonly before: Version | null;
  readonly swarm: Swarm;
}

/** The swarm that it is to run on. */
export interface Swarm {
  readonly nodes: number;
  /** Of one node, for all tasks; null where nobody says. */
  readonly memoryBytes: number | null;
  /** What a task of a service holds now, by service, where somebody measured it. */
  readonly usedBytes?: ReadonlyMap<string, number>;
}

/** A setting of a service that takes the trouble away. */
export interface Change {
  readonly service: string;
  /** Under the service, such as `deploy`, `update_config`, `order`. */
  readonly path: readonly string[];
  readonly value: string | number;
}

/** A signature that was found. */
export interface Sighting {
  readonly severity: Severity;
  /** Null where it is about the stack. */
  readonly service: string | null;
  /** The lines it rests on, the most telling first; at least one. */
  readonly places: readonly [Place, ...Place[]];
  /** What is the case, in a sentence. */
  readonly says: string;
  /** Null where only a person can decide. */
  readonly change: Change | null;
}

/** What is known of a kind of finding, whatever recipe has it. */
export interface Rule {
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  /** What swarm does, and why that hurts. */
  readonly why: string;
  /** The files in which swarm's behaviour can be read. */
  readonly source: string;
  /** What mends it. */
  readonly mend: string;
}

export interface Signature extends Rule {
  /**
   * Whether it is told before trials of such an upgrade: left out, where it is at least of medium severity.
   */
  readonly beforeTrials?: 'always' | 'never';
  readonly look: (subject: Subject) => readonly Sighting[];
}

/** A sighting with the words of its rule. */
export interface Finding extends Sighting {
  readonly signature: string;
  readonly why: string;
  readonly source: string;
  readonly mend: string;
}

/** A signature that looks at one service at a time. */
export function perService(look: (service: Service, subject: Subject) => Sighting | null): Signature['look'] {
  return (subject) => [...subject.stack.services.values()].flatMap((service) => look(service, subject) ?? []);
}
