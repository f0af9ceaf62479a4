// A load on the engine's overlay networks: a rule of the kernel's packet queues at every port that a
// container has there, also of containers that come while it is on. How long a packet really takes is
// measured with the answers of the containers' own kernels.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { present } from '../base/assert.js';
import { withDeadline } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { Engine, LoadRequest, PreparedLoad } from '../trial/ports.js';
import { bridgeOf, portRules, tripOf, type Rule, type Trip } from './port-rules.js';
import { holdMsOf, preparedLoad, sayerOf, type Following, type Say } from './prepared-load.js';
import { readLines } from './read-lines.js';
import { sample } from './sampling.js';

/** For how long a container that comes may be without the rule. */
const sweepMs = 250;
const sampleMs = 500;
const startMs = 10_000;
const endMs = 30_000;

interface Load {
  readonly request: LoadRequest;
  readonly say: Say;
  readonly over: AbortController;
  readonly shell: ChildProcessWithoutNullStreams;
  readonly exited: Promise<number | null>;
  /** What it said of why it could not go on. */
  readonly complaint: () => string;
}

export function networkLoad(request: LoadRequest, rule: Rule): PreparedLoad {
  const say = sayerOf(request);
  say('planned', null);
  const load: Load = { request, say, over: new AbortController(), ...startShell(request.engine, rule) };
  return preparedLoad({ ...load, start: () => start(load), remove: () => end(load) });
}

function startShell(engine: Engine, rule: Rule): Pick<Load, 'shell' | 'exited' | 'complaint'> {
  const folder = present(
    engine.nodes[0].networkNamespaces,
    "the network namespaces of an engine of the lab's own",
  );
  const { program, words, env } = portRules(folder, rule, sweepMs);
  const shell = spawn(program, words, { env: { ...process.env, ...env }, detached: true });
  let said = '';
  shell.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  // what is written after its end is for nobody
  shell.stdin.on('error', () => undefined);
  const exited = once(shell, 'close').then(
    ([code]) => code as number | null,
    () => null,
  );
  return { shell, exited, complaint: () => said.trim().split('\n')[0] || 'its program ended' };
}

async function start(load: Load): Promise<Following> {
  const {
    request: { engine },
    say,
    over,
    shell,
    exited,
    complaint,
  } = load;
  const questions = { isOpen: false };
  const full = new Promise<void>((resolve) => {
    void readLines(shell.stdout, (line) => {
      if (line === 'full') resolve();
      if (line === 'taken') questions.isOpen = false;
      const trip = tripOf(line);
      if (trip !== null) say('sample', Math.round(trip.ms), lostInWords(trip));
    });
  });
  shell.stdin.write('\n');
  const either = AbortSignal.any([over.signal, engine.lost]);
  await withDeadline('slowing the network down', startMs, either, () =>
    Promise.race([full, exited.then(() => Promise.reject(new LabError('dose', complaint())))]),
  );
  say('started', null);
  say('full', null);
  return { done: follow(load, questions), close: () => undefined };
}

function lostInWords({ packets, lost }: Trip): string | null {
  return lost === 0 ? null : `${String(lost)} of ${String(packets)} packets lost on that network`;
}

/** One at a time: where the machine is slow they would heap up, and the end of the input behind them. */
interface Questions {
  isOpen: boolean;
}

async function follow(load: Load, questions: Questions): Promise<void> {
  const { request, over, say, shell, exited } = load;
  const [{ engine }, gone] = [request, new AbortController()];
  const time = AbortSignal.timeout(holdMsOf(request));
  const ended = AbortSignal.any([over.signal, engine.lost, gone.signal, time]);
  void exited.then(() => {
    gone.abort();
  });
  let turn = 0;
  await sample(sampleMs, ended, async () => {
    const ends = await endsOf(engine, ended).catch(() => []);
    const next = ends[turn++ % Math.max(1, ends.length)];
    if (next === undefined || ended.aborted || questions.isOpen) return;
    questions.isOpen = true;
    shell.stdin.write(`${next.bridge} ${next.address}\n`);
  });
  const isOver = over.signal.aborted || (time.aborted && request.load.forMs !== null);
  const left = await end(load).then(
    () => null,
    (error: unknown) => messageOf(error),
  );
  if (isOver && left === null) say('ended', null);
  else say('died', null, left ?? whyItDied(load, time));
}

function whyItDied({ request: { engine }, complaint }: Load, time: AbortSignal): string {
  if (engine.lost.aborted) return 'its engine is gone';
  return time.aborted ? 'its own deadline came before its window closed' : complaint();
}

/** The program takes its rules off and ends. */
async function end({ shell, exited }: Load): Promise<void> {
  shell.stdin.end();
  await withDeadline('freeing the network', endMs, new AbortController().signal, () => exited);
}

/** Where a container is on an overlay network. */
interface End {
  readonly bridge: string;
  readonly address: string;
}

interface NetworkJson {
  /** By the id of the container; other ends, as of load balancing, are called otherwise. */
  readonly Containers?: Readonly<Record<string, { readonly IPv4Address?: string }>> | null;
}

/** Of containers that run now. */
async function endsOf(engine: Engine, signal: AbortSignal): Promise<readonly End[]> {
  const found = await engine.docker.listNetworks({ filters: { driver: ['overlay'] }, abortSignal: signal });
  const ends = await Promise.all(
    found.map(async ({ Id: id }) => {
      const { Containers: all } = (await engine.docker.getNetwork(id).inspect()) as NetworkJson;
      return Object.entries(all ?? {}).flatMap(([container, { IPv4Address: address = '' }]) =>
        /^[\da-f]{64}$/.test(container) && address !== ''
          ? { bridge: bridgeOf(id), address: address.replace(/\/.*/, '') }
          : [],
      );
    }),
  );
  return ends.flat();
}
