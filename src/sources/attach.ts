// Attaches the sources one by one, gives them a common rhythm of looks, and ends them together.
import { EventEmitter, setMaxListeners } from 'node:events';
import { present } from '../base/assert.js';
import { withDeadline } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { AttachedSources, AttachSources, EngineNode, SourceContext } from '../trial/ports.js';
import { startBeat } from './beat.js';
import { coalesced } from './coalesced.js';
import { openEngineApi } from './engine-api.js';
import type { AttachedSource, Notices, Source, Watch, Why } from './source.js';

const attachMs = 15_000;
const collectMs = 30_000;
/**
 * Services and tasks are looked at this often at least: a state of swarm's updater may last less, but an
 * event tells of it.
 */
const lookMs = 200;
const beatMs = lookMs;
const strength: Readonly<Record<Why, number>> = { event: 2, look: 1, poll: 0 };

interface Named {
  readonly name: string;
  /** As it was attached: to a node, or to the swarm. */
  readonly watch: Watch;
  readonly attached: AttachedSource;
}

/**
 * Sources are attached in their order and look in that order, so that later ones can use what earlier ones
 * saw.
 */
export function attachAll(sources: readonly Source[]): AttachSources {
  return async (context, signal) => {
    const opened = openWatch(context);
    const named: Named[] = [];
    const detach = async (): Promise<void> => {
      await opened.close();
      for (const { name, watch, attached } of named.splice(0)) {
        await attached.detach?.();
        watch.emit({ kind: 'source', source: name, state: 'detached' });
      }
      opened.check();
    };
    try {
      const both = AbortSignal.any([signal, context.engine.lost]);
      for (const { name, watches, attach } of sources) {
        for (const watch of watches === 'swarm' ? [opened.watch] : opened.ofNodes) {
          const attached = await withDeadline(`attaching the source ${name}`, attachMs, both, (limit) =>
            attach(watch, limit),
          );
          if (attached === null) continue;
          named.push({ name, watch, attached });
          watch.emit({ kind: 'source', source: name, state: 'attached' });
        }
      }
    } catch (error) {
      await detach().catch(() => undefined);
      throw error;
    }
    return running(opened, named, detach);
  };
}

function running(
  { watch, blind, check }: OpenWatch,
  named: readonly Named[],
  detach: () => Promise<void>,
): AttachedSources {
  let lastMs = performance.now();
  const look = coalesced<Why>(
    async (why) => {
      lastMs = performance.now();
      for (const { attached } of named) await attached.look?.(why);
    },
    (a, b) => (strength[a] >= strength[b] ? a : b),
  );
  watch.notices.on('changed', () => {
    watch.follow(look('event'));
  });
  watch.every(lookMs, () => {
    if (performance.now() - lastMs > lookMs / 2) watch.follow(look('poll'));
  });
  return {
    blind,
    look: async () => {
      await look('look');
      check();
    },
    watchNaively: (run, intended) => {
      watch.seen.naively.set(run, intended);
      watch.seen.countsWanted = true;
      watch.notices.emit('changed');
    },
    conclude: async (run, signal) => {
      await look('look');
      const spec = watch.runs.find((one) => one.run === run);
      if (spec === undefined) return;
      for (const { name, watch: own, attached } of named)
        await readOne(own, { source: name, what: 'concluding', signal }, async (limit) => {
          await attached.conclude?.(spec, limit);
        });
      watch.seen.concluded.add(run);
      check();
    },
    collect: async (signal) => {
      if (!signal.aborted) await look('look');
      for (const { name, watch: own, attached } of named)
        await readOne(own, { source: name, what: 'collecting', signal }, async (limit) => {
          await attached.collect?.(limit);
        });
      check();
    },
    detach,
  };
}

interface Reading {
  readonly source: string;
  readonly what: 'concluding' | 'collecting';
  readonly signal: AbortSignal;
}

/** What one source cannot read any more must not keep the others from reading. */
async function readOne(
  watch: Watch,
  { source, what, signal }: Reading,
  read: (limit: AbortSignal) => Promise<void>,
): Promise<void> {
  try {
    await withDeadline(`${what} from ${source}`, collectMs, signal, read);
  } catch (error) {
    const gap = { kind: 'gap', source, unseenMs: 0, reason: messageOf(error) } as const;
    watch.emit({ ...gap, mark: 'begin' });
    if (what === 'concluding') watch.emit({ ...gap, mark: 'end' });
  }
}

interface OpenWatch {
  /** Of the swarm. */
  readonly watch: Watch;
  /** Of each node. */
  readonly ofNodes: readonly Watch[];
  /** Aborts when a source gives up. */
  readonly blind: AbortSignal;
  /** Ends timers, streams and calls, and waits for what is under way. */
  readonly close: () => Promise<void>;
  /** Throws the first error of anything that ran by itself: evidence could not be written. */
  readonly check: () => void;
}

function openWatch(context: SourceContext): OpenWatch {
  const over = new AbortController();
  const blind = new AbortController();
  const underWay = new Set<Promise<void>>();
  const signal = AbortSignal.any([over.signal, context.engine.lost]);
  const notices = new EventEmitter<{ [K in keyof Notices]: Notices[K] }>();
  // Sources of every node listen: how many there are is bounded, and no leak.
  setMaxListeners(0, signal, notices);
  const [first, ...others] = context.engine.nodes;
  const api = openEngineApi(first.socketPath, signal);
  const apis = new Map([
    [first.id, api],
    ...others.map((node) => [node.id, openEngineApi(node.socketPath, signal)] as const),
  ]);
  const errors: unknown[] = [];
  const onError = (error: unknown): void => {
    errors.push(error);
  };
  const beat = startBeat(beatMs, onError);
  const follow = (work: Promise<void>): void => {
    const settled = work.catch(onError).finally(() => underWay.delete(settled));
    underWay.add(settled);
  };
  const watch: Watch = {
    ...context,
    stacks: [...new Set(context.runs.map(({ stack }) => stack))],
    node: first,
    api,
    apiOf: (nodeId) => apis.get(nodeId) ?? null,
    follow,
    signal,
    every: beat.every,
    notices,
    isOver: () => over.signal.aborted,
    giveUp: (source, reason) => {
      blind.abort(new LabError('evidence', `source ${source} lost sight and did not get it back: ${reason}`));
    },
    seen: {
      services: [],
      serviceNames: new Map(),
      stamps: new Map(),
      containers: new Map(),
      failedTasks: new Set(),
      naively: new Map(),
      concluded: new Set(),
      countsWanted: false,
    },
  };
  const close = async (): Promise<void> => {
    beat.end();
    over.abort();
    await Promise.allSettled(underWay);
    for (const one of apis.values()) one.close();
  };
  const check = (): void => {
    if (errors.length > 0) throw errors[0];
  };
  const ofNodes = others.length === 0 ? [watch] : context.engine.nodes.map((node) => ofNode(watch, node));
  return { watch, ofNodes, blind: blind.signal, close, check };
}

/** The same watch of one node among several. */
function ofNode(watch: Watch, node: EngineNode): Watch {
  return {
    ...watch,
    node,
    api: present(watch.apiOf(node.id), 'engine of the node'),
    emit: (fact, engineAt) => watch.emit(fact, engineAt, node.name),
  };
}
