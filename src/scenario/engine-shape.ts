// The shape of `engine`: the swarm under test, a private one of the lab's or one that exists already.
import * as z from 'zod';
import { bytes, count, flag, text } from './leaf.js';
import { bounded, keys, noted } from './map-shape.js';
import { secretInUrl } from './secret-in-url.js';
import { sentence } from './vocabulary.js';
import type { Word } from './word.js';
import type { EngineSettings, ExistingEngineSettings, PrivateEngineSettings } from './engine-settings.js';
import type { Kept } from './kept.js';

/** What one place of the file says about the engine. */
export type EnginePart = Kept<typeof engineShape>;

type ExistingPart = NonNullable<EnginePart['existing']>;

/** An engine in which that may be missing for which there is no default. */
export type DraftEngine =
  (Omit<PrivateEngineSettings, 'memoryBytes'> & { readonly memoryBytes: number | null }) | DraftExisting;

type DraftExisting = Omit<ExistingEngineSettings, 'by' | 'at'> & {
  readonly by: ExistingEngineSettings['by'] | null;
  readonly at: string | null;
};

const ownEngine = {
  name: 'private',
  summary: 'a throw-away engine that the lab starts and ends',
  example: '{ private: { memory: 448MiB } }',
} as const;

const existingEngine = {
  name: 'existing',
  summary: 'a swarm of one node that is there already',
  example: '{ existing: { context: my-server } }',
} as const;

/** The kinds of engines; their names are the keys that stand under `engine`. */
export const engineKinds: readonly (Word & {
  readonly name: EngineSettings['kind'];
  readonly example: string;
})[] = [ownEngine, existingEngine];

export function engineShape() {
  return keys('the engine', {
    private: noted(
      keys('the private engine', {
        memory: noted(bytes(), 'The envelope: memory that all containers of a node share.', {
          examples: ['448MiB'],
        }),
        ...nodeShape(),
        fresh: noted(
          flag(),
          'A new engine for every trial, instead of one that is reused while it is clean.',
          { default: false },
        ),
        programs: noted(
          text({ what: 'a folder', like: '../engines/28.5.2' }),
          'Folder with the dockerd, containerd, containerd-shim-runc-v2 and runc that it is made of, ' +
            'and with docker-init and the docker command where it has them. Default: those on the PATH.',
        ),
      }),
      `${sentence(ownEngine.summary)}.`,
    ),
    existing: noted(
      keys('the existing engine', {
        socket: noted(
          text({ what: 'the absolute path of a socket', like: '/var/run/docker.sock' }, /^\/\S*$/),
          'Path of its socket on this machine.',
        ),
        context: noted(
          text({ what: 'the name of a docker context', like: 'my-server' }, /^[A-Za-z0-9][A-Za-z0-9._+-]*$/),
          'Name of a docker context whose host is a unix:// or ssh:// address.',
        ),
        ssh: noted(host(), 'The machine that it runs on, as ssh takes it: user@host or user@host:port.'),
        shared: noted(
          flag(),
          'Run trials although services of others are there. They are left as they are, but they ' +
            'feel the load.',
          { default: false },
        ),
      }).refine((said) => waysOf(said).length < 2, {
        error: 'the engine is named in more than one way\nkeep one of socket, context and ssh',
      }),
      `${sentence(existingEngine.summary)}. One trial at a time; only what the lab put there is taken away.`,
    ),
    socket: noted(
      flag(),
      "Give services that bind the engine's socket that of the engine under test; else such a service is refused.",
      { default: false },
    ),
  }).refine((said) => said.private === undefined || said.existing === undefined, {
    error: 'the engine is private and existing\nkeep one of the two',
  });
}

/** The keys of a private engine's nodes. */
function nodeShape() {
  return {
    nodes: noted(
      count(nodesMax),
      'How many nodes the swarm has: each a docker engine of its own with that memory, joined by a ' +
        'network that leads nowhere else.',
      { default: 1 },
    ),
    managers: noted(count(nodesMax), 'How many of the nodes manage the swarm; the others are workers.', {
      default: 1,
    }),
    labels: noted(
      labelsByNode(),
      'Labels of nodes, for placement constraints such as node.labels.disk == ssd.',
      { examples: [{ node1: { disk: 'ssd' } }] },
    ),
  };
}

/** More than this machine can be expected to run; swarm itself has no such bound. */
const nodesMax = 9;

/** Name of a node -> its labels. */
function labelsByNode() {
  const node = text({ what: 'the name of a node', like: 'node1' }, /^node[1-9]$/);
  const key = text({ what: 'the key of a label', like: 'disk' }, /^[\w.-]+$/);
  const value = text({ what: 'the value of a label', like: 'ssd' });
  return bounded(z.record(node, bounded(z.record(key, value))));
}

/** A scenario is kept with its results, so it may hold no password. */
function host(): z.ZodType<string, string> {
  return text({ what: 'a host as ssh takes it', like: 'root@swarm.example.org' }, /^[^\s-]\S*$/)
    .refine((address) => !secretInUrl(address), {
      error:
        'the address holds a password, which would end up in the results\nleave it out and let ssh use a key',
    })
    .meta({ type: 'string' });
}

/**
 * Of two places that mean different kinds of engine, the arm's own counts; else its keys lie over those of
 * the top.
 */
export function draftEngine(top: EnginePart = {}, own: EnginePart = {}): DraftEngine {
  const socket = own.socket ?? top.socket ?? false;
  if (own.existing ?? (own.private === undefined ? top.existing : undefined))
    return { ...draftExisting(top.existing ?? {}, own.existing ?? {}), socket };
  const { memory, fresh, programs, nodes, managers, labels } = { ...top.private, ...own.private };
  return {
    kind: 'private',
    memoryBytes: memory ?? null,
    fresh: fresh ?? false,
    programs: programs ?? null,
    socket,
    ...(nodes === undefined ? {} : { nodes }),
    ...(managers === undefined ? {} : { managers }),
    ...(labels === undefined ? {} : { labels }),
  };
}

/** The keys of the kinds of engine that either gives. */
export function enginesTogether(first: EnginePart, second: EnginePart): EnginePart {
  return {
    ...((first.private ?? second.private) ? { private: { ...first.private, ...second.private } } : {}),
    ...((first.existing ?? second.existing) ? { existing: { ...first.existing, ...second.existing } } : {}),
  };
}

function draftExisting(top: ExistingPart, own: ExistingPart): Omit<DraftExisting, 'socket'> {
  const [way] = [...waysOf(own), ...waysOf(top)];
  return {
    kind: 'existing',
    by: way?.by ?? null,
    at: way?.at ?? null,
    shared: own.shared ?? top.shared ?? false,
  };
}

function waysOf(part: { readonly [By in ExistingEngineSettings['by']]?: string | undefined }): readonly Pick<
  ExistingEngineSettings,
  'by' | 'at'
>[] {
  return (['socket', 'context', 'ssh'] as const).flatMap((by) => {
    const at = part[by];
    return at === undefined ? [] : [{ by, at }];
  });
}

/** The draft of a scenario without problems: nothing is missing in it. */
export function engineOf(draft: DraftEngine): EngineSettings | null {
  if (draft.kind === 'private')
    return draft.memoryBytes === null ? null : { ...draft, memoryBytes: draft.memoryBytes };
  return draft.by === null || draft.at === null ? null : { ...draft, by: draft.by, at: draft.at };
}
