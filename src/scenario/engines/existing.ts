// An engine that is there already and stays there.
import * as z from 'zod';
import type { Conflict } from '../conflict.js';
import { type Kept } from '../kept.js';
import { flag, text } from '../leaf.js';
import { keys, noted } from '../map-shape.js';
import { secretInUrl } from '../secret-in-url.js';
import { engineKind, type Beside } from './engine-kind.js';

const name = 'existing';
const path = ['engine', name];
const ways = ['socket', 'context', 'ssh'] as const;

function kept() {
  return z.strictObject({
    kind: z.literal(name),
    /** How it is reached: a socket of this machine, a docker context, or ssh. */
    by: z.enum(ways),
    /** Path of the socket, name of the context, or `user@host[:port]`. */
    at: z.string(),
    /** Run trials although services of others are there. */
    shared: z.boolean(),
    /** Services may bind the engine's socket. */
    socket: z.boolean().default(false),
  });
}

export type ExistingEngineSettings = Kept<typeof kept>;

/** One of which nobody said yet where it is. */
export type DraftExisting = Omit<ExistingEngineSettings, 'by' | 'at'> & {
  readonly by: ExistingEngineSettings['by'] | null;
  readonly at: string | null;
};

function written() {
  return keys('the existing engine', {
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
      'Run trials although services of others are there. They are left as they are, but they feel the load.',
      { default: false },
    ),
  }).refine((said) => waysOf(said).length < 2, {
    error: 'the engine is named in more than one way\nkeep one of socket, context and ssh',
  });
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

export const existingEngine = engineKind<ReturnType<typeof written>, ReturnType<typeof kept>, DraftExisting>({
  name,
  summary: 'a swarm of one node that is there already',
  example: '{ existing: { context: my-server } }',
  means: ' One trial at a time; only what the lab put there is taken away.',
  written,
  kept,
  draft: (top = {}, own = {}) => {
    const [way] = [...waysOf(own), ...waysOf(top)];
    return {
      kind: name,
      by: way?.by ?? null,
      at: way?.at ?? null,
      shared: own.shared ?? top.shared ?? false,
    };
  },
  together: (first, second) => ({ ...first, ...second }),
  either: ways,
  whole: ({ by, at, ...draft }) => (by === null || at === null ? null : { ...draft, by, at }),
  required: {
    path,
    like: 'engine: { existing: { context: my-server } }, or socket or ssh',
    of: ({ at }) => at,
  },
  traits: ({ by, at }) => ({
    path,
    isOwn: false,
    isFresh: false,
    envelopeBytes: null,
    nodes: null,
    size: null,
    place: `${by ?? ''} ${at ?? ''}`,
    called: 'the existing engine',
  }),
  conflicts,
});

type Ways = { readonly [By in ExistingEngineSettings['by']]?: string | undefined };

function waysOf(part: Ways): readonly Pick<ExistingEngineSettings, 'by' | 'at'>[] {
  return ways.flatMap((by) => {
    const at = part[by];
    return at === undefined ? [] : [{ by, at }];
  });
}

function conflicts(_: DraftExisting, { neighbours, stopAt }: Beside): readonly Conflict[] {
  return [
    ...(neighbours.length === 0
      ? []
      : [
          {
            between: [['neighbours'], path],
            message: 'neighbours stand on private engines only',
            hint: 'on an existing engine deploy them yourself, and write shared: true',
          },
        ]),
    ...(stopAt === null
      ? []
      : [
          {
            between: [['stop-at'], path],
            message: 'a stamp probe needs no existing engine: it deploys to none',
            hint: 'give it a private engine',
          },
        ]),
  ];
}
