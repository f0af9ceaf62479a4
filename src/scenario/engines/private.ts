// A throw-away engine that the lab starts and ends.
import * as z from 'zod';
import { checkNodes, labelsTogether, nodeShape, nodesOf, sizeInWords } from '../engine-nodes.js';
import { whole, type Kept } from '../kept.js';
import { bytes, flag, text } from '../leaf.js';
import { keys, noted } from '../map-shape.js';
import { engineKind } from './engine-kind.js';

const name = 'private';

function kept() {
  return z.strictObject({
    kind: z.literal(name),
    /** The envelope: memory that all containers of a node share. */
    memoryBytes: whole(),
    /** How many nodes it has; left out: one. */
    nodes: whole().optional(),
    /** How many of them manage the swarm, the first ones; left out: one. */
    managers: whole().optional(),
    /** Name of a node -> its labels. */
    labels: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    /** A new engine for every trial, instead of one that is reused while it is clean. */
    fresh: z.boolean(),
    /**
     * Folder with the programs it is made of, relative to the scenario's folder; null: those of this machine.
     */
    programs: z.string().nullable().default(null),
    /** Services that bind the engine's socket are given that of this engine; else they are refused. */
    socket: z.boolean().default(false),
  });
}

export type PrivateEngineSettings = Kept<typeof kept>;

/** One of which nobody said yet how large it is. */
export type DraftPrivate = Omit<PrivateEngineSettings, 'memoryBytes'> & {
  readonly memoryBytes: number | null;
};

function written() {
  return keys('the private engine', {
    memory: noted(bytes(), 'The envelope: memory that all containers of a node share.', {
      examples: ['448MiB'],
    }),
    ...nodeShape(),
    fresh: noted(flag(), 'A new engine for every trial, instead of one that is reused while it is clean.', {
      default: false,
    }),
    programs: noted(
      text({ what: 'a folder', like: '../engines/28.5.2' }),
      'Folder with the dockerd, containerd, containerd-shim-runc-v2 and runc that it is made of, ' +
        'and with docker-init and the docker command where it has them. Default: those on the PATH.',
    ),
  });
}

export const privateEngine = engineKind<ReturnType<typeof written>, ReturnType<typeof kept>, DraftPrivate>({
  name,
  summary: 'a throw-away engine that the lab starts and ends',
  example: '{ private: { memory: 448MiB } }',
  means: '',
  written,
  kept,
  draft: (top, own) => {
    const { memory, fresh, programs, nodes, managers, labels } = { ...top, ...own };
    return {
      kind: name,
      memoryBytes: memory ?? null,
      fresh: fresh ?? false,
      programs: programs ?? null,
      ...(nodes === undefined ? {} : { nodes }),
      ...(managers === undefined ? {} : { managers }),
      ...(labels === undefined ? {} : { labels }),
    };
  },
  together: (first, second) => ({
    ...first,
    ...second,
    ...(first.labels && second.labels ? { labels: labelsTogether(first.labels, second.labels) } : {}),
  }),
  either: [],
  whole: ({ memoryBytes, ...draft }) => (memoryBytes === null ? null : { ...draft, memoryBytes }),
  required: {
    path: ['engine', name, 'memory'],
    instead: ['engine', 'existing'],
    like: 'engine: { private: { memory: 448MiB } }',
    of: ({ memoryBytes }) => memoryBytes,
  },
  traits: (engine) => ({
    path: ['engine', name],
    isOwn: true,
    isFresh: engine.fresh,
    envelopeBytes: engine.memoryBytes,
    nodes: nodesOf(engine),
    size: sizeInWords(engine),
    place: null,
    called: 'the engine',
  }),
  conflicts: checkNodes,
});
