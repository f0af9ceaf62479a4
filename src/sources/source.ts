// What a source is, and what all sources of a trial share while they watch.
import type { EventEmitter } from 'node:events';
import type { ContainerFact, SpecFact } from '../evidence/fact.js';
import type { RunSpec } from '../plan/plan.js';
import type { Word } from '../scenario/definition.js';
import type { EngineNode, SourceContext } from '../trial/ports.js';
import type { Beat } from './beat.js';
import type { EngineApi } from './engine-api.js';
import type { Shown } from './event-audit.js';
import type { ServiceJson } from './spec-view.js';

/** Why a look is taken. */
export type Why = SpecFact['seenBy'];

/** Its name stands in `source` and `gap` facts. */
export interface Source extends Word {
  /**
   * `swarm`: what its managers tell, and what all nodes share, attached once. `node`: attached to each node
   * that is watched, and what it puts on record names the node where there are several.
   */
  readonly watches: 'swarm' | 'node';
  /** What it reads that not every engine has; left out: nothing. */
  readonly reads?: EngineOwn;
  /** Resolves when the first answer was seen; null when this engine has nothing of the kind to watch. */
  readonly attach: (watch: Watch, signal: AbortSignal) => Promise<AttachedSource | null>;
}

/** What only some engines have, with the words for it. */
export const engineOwn = {
  daemonLog: "the engine's debug log, which an engine of the lab's own writes",
  sharesKernel: 'an engine whose containers run under the kernel of this machine',
  envelopeCgroup: "the envelope's cgroup, which an engine of the lab's own has",
  diskFolder: "the folder of the engine's disk, where it is known",
  init: "the engine's own process tree, which one of the lab's own has",
} as const satisfies { readonly [Own in keyof EngineNode]?: string };

type EngineOwn = keyof typeof engineOwn;

interface Reading<Own extends EngineOwn> extends Word {
  readonly watches: Source['watches'];
  readonly reads: Own;
  readonly attach: (
    watch: Watch,
    own: NonNullable<EngineNode[Own]>,
    signal: AbortSignal,
  ) => AttachedSource | null;
}

/** A source of what only some engines have: on others there is nothing to attach it to. */
export function reading<Own extends EngineOwn>({ attach, ...rest }: Reading<Own>): Source {
  return {
    ...rest,
    attach: (watch, signal) => {
      const own = watch.node[rest.reads];
      return Promise.resolve(own === null || own === false ? null : attach(watch, own, signal));
    },
  };
}

export interface AttachedSource {
  /** Looks now; what cannot be seen becomes a `gap`, never an error. */
  readonly look?: (why: Why) => Promise<void>;
  /** Reads what the run has come to; `collect` then leaves the run out. */
  readonly conclude?: (run: RunSpec, signal: AbortSignal) => Promise<void>;
  /** Reads what is only there at the end. */
  readonly collect?: (signal: AbortSignal) => void | Promise<void>;
  readonly detach?: () => void | Promise<void>;
}

/** The trial's context, and what the sources tell each other. */
export interface Watch extends SourceContext {
  readonly stacks: readonly string[];
  /** The node that is watched; for a source that watches the swarm the one that it is asked through. */
  readonly node: EngineNode;
  /** The engine of that node. */
  readonly api: EngineApi;
  /** The engine of the node with this id; null of a node that is not watched. */
  readonly apiOf: (nodeId: string) => EngineApi | null;
  /** Aborts at detach, and when the engine is lost. */
  readonly signal: AbortSignal;
  readonly notices: EventEmitter<Notices>;
  /**
   * Does `work` about every `ms` milliseconds until the end of the watch, but not more often than the watch's
   * beat.
   */
  readonly every: Beat['every'];
  /** Waits for `work` at detach; an error of it is kept for the next call that can report it. */
  readonly follow: (work: Promise<void>) => void;
  /** A source that no outcome is known without stays blind: nothing more is worth waiting for. */
  readonly giveUp: (source: string, reason: string) => void;
  /** True from detach on: calls that end then are no gap. */
  readonly isOver: () => boolean;
  readonly seen: Seen;
}

export interface Notices {
  /** Something changed: services and tasks should be looked at. */
  readonly changed: [];
  readonly container: [ContainerFact];
  /** The engine's log tells of a task: the next look should be at tasks too. */
  readonly task: [];
  /** A look shows what must have made an event on the node with this id. */
  readonly shown: [Shown, nodeId: string];
  /** A task ended unasked that had a container: ids of both. */
  readonly failed: [string, string];
}

export interface SeenContainer {
  readonly service: string;
  readonly taskId: string;
  /** Of the node on which it is. */
  readonly nodeId: string;
}

/** What was seen so far. Grows only. */
export interface Seen {
  /** The services of the latest look. */
  services: readonly ServiceJson[];
  /** Service id -> full name. */
  readonly serviceNames: Map<string, string>;
  /** Stack -> every stamp its services had. */
  readonly stamps: Map<string, Set<string>>;
  /** Container id -> its task and node, for containers of the stacks. */
  readonly containers: Map<string, SeenContainer>;
  /** Tasks that ended unasked. */
  readonly failedTasks: Set<string>;
  /** Run -> intended stamp, for runs that are judged naively. */
  readonly naively: Map<string, string>;
  /** Runs that are over before the trial is. */
  readonly concluded: Set<string>;
  /** Set while somebody needs the counts of running tasks with the services. */
  countsWanted: boolean;
}

/**
 * Longer than the pause between two looks of any source in any quiet time, in milliseconds: one that does not
 * look for so long misses states that pass.
 */
export const patienceMs = 5000;

/** The stack that a service belongs to by its full name; null when it is none of the trial's. */
export function stackOf(stacks: readonly string[], service: string): string | null {
  return stacks.find((stack) => service.startsWith(`${stack}_`)) ?? null;
}
