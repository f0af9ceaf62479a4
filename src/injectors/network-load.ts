// A load on the engine's overlay networks: a rule of the kernel's packet queues at every port that a
// container has there, also of containers that come while it is on. How long a packet really takes is
// measured with the answers of the containers' own kernels.
import { withDeadline } from '../base/deadline.js';
import { messageOf } from '../base/lab-error.js';
import type { Engine, LoadRequest, PreparedLoad } from '../trial/ports.js';
import {
  bridgesOf,
  freePorts,
  isBridgeOf,
  passedAt,
  rulePorts,
  tripMs,
  type Bridge,
} from './overlay-ports.js';
import { holdMsOf, preparedLoad, sayerOf, type Following, type Say } from './prepared-load.js';
import { sample } from './sampling.js';

/** For how long a container that comes may be without the rule. */
const sweepMs = 250;
const sampleMs = 500;
const oneStepMs = 10_000;

/** As `tc qdisc add dev … root` takes it. */
export type Rule = readonly [kind: string, ...words: string[]];

interface Load {
  readonly request: LoadRequest;
  readonly rule: Rule;
  readonly say: Say;
  readonly over: AbortController;
}

export function networkLoad(request: LoadRequest, rule: Rule): PreparedLoad {
  const load: Load = { request, rule, say: sayerOf(request), over: new AbortController() };
  load.say('planned', null);
  return preparedLoad({ ...load, start: () => start(load), remove: () => Promise.resolve() });
}

async function start(load: Load): Promise<Following> {
  const { request, over, say } = load;
  try {
    await ruleAll(load, AbortSignal.any([over.signal, request.engine.lost]));
  } catch (error) {
    await freeAll(request.engine);
    throw error;
  }
  say('started', null);
  say('full', null);
  return { done: follow(load), close: () => undefined };
}

async function follow(load: Load): Promise<void> {
  const {
    request: {
      engine,
      load: { forMs },
    },
    over,
    say,
  } = load;
  const broken = new AbortController();
  const ended = AbortSignal.any([
    over.signal,
    broken.signal,
    engine.lost,
    AbortSignal.timeout(holdMsOf(load.request)),
  ]);
  const failures: string[] = [];
  const untilEnd = (ms: number, take: () => Promise<void>): Promise<void> =>
    sample(ms, ended, take).catch((error: unknown) => {
      if (!ended.aborted) failures.push(messageOf(error));
      broken.abort();
    });
  const measure = trips(load, ended);
  await Promise.all([untilEnd(sweepMs, () => ruleAll(load, ended)), untilEnd(sampleMs, measure)]);
  await freeAll(engine).catch((error: unknown) => failures.push(messageOf(error)));
  const [failure] = failures;
  if (failure !== undefined) say('died', null, failure);
  else if (over.signal.aborted || forMs !== null) say('ended', null);
  else say('died', null, 'its own deadline came before its window closed');
}

async function ruleAll({ request: { engine }, rule }: Load, signal: AbortSignal): Promise<void> {
  for (const bridge of bridgesOf(engine))
    await withDeadline('slowing a network down', oneStepMs, signal, (both) => rulePorts(bridge, rule, both));
}

/** A bridge of an engine that is gone is gone with it. */
async function freeAll(engine: Engine): Promise<void> {
  for (const bridge of bridgesOf(engine))
    await withDeadline('freeing a network', oneStepMs, new AbortController().signal, (both) =>
      freePorts(bridge, both),
    );
}

/** Measures at one container after the other; where none can be asked now, nothing is said. */
function trips({ request: { engine, load }, rule: [kind], say }: Load, signal: AbortSignal) {
  let turn = 0;
  return async (): Promise<void> => {
    const ends = await endsOf(engine, signal).catch(() => []);
    const end = ends[turn++ % Math.max(1, ends.length)];
    if (end === undefined) return;
    const ms = await withDeadline('measuring a network', oneStepMs + 4 * load.target, signal, (both) =>
      tripMs(end.bridge, end.address, both),
    ).catch(() => null);
    if (ms === null) return;
    const { packets, lost } = await passedAt(end.bridge, kind, signal);
    say(
      'sample',
      Math.round(ms),
      lost === 0 ? null : `${String(lost)} of ${String(packets)} packets lost there`,
    );
  };
}

interface End {
  readonly bridge: Bridge;
  readonly address: string;
}

interface NetworkJson {
  /** By the id of the container; other ends, as of load balancing, are called otherwise. */
  readonly Containers?: Readonly<Record<string, { readonly IPv4Address?: string }>> | null;
}

/** Of containers that run now. */
async function endsOf(engine: Engine, signal: AbortSignal): Promise<readonly End[]> {
  const bridges = bridgesOf(engine);
  const found = await engine.docker.listNetworks({ filters: { driver: ['overlay'] }, abortSignal: signal });
  const ends = await Promise.all(
    found.map(async ({ Id: id }): Promise<readonly End[]> => {
      const bridge = bridges.find((one) => isBridgeOf(one, id));
      if (bridge === undefined) return [];
      const { Containers: all } = (await engine.docker.getNetwork(id).inspect()) as NetworkJson;
      return Object.entries(all ?? {}).flatMap(([container, { IPv4Address: address = '' }]) =>
        /^[\da-f]{64}$/.test(container) && address !== ''
          ? { bridge, address: address.replace(/\/.*/, '') }
          : [],
      );
    }),
  );
  return ends.flat();
}
