// Neighbours: stacks from compose files that stand beside the one under test, as a warm Keycloak does. All
// their tasks run before the base is deployed (one with a healthcheck runs once that has passed), and one
// event stream tells of every container that ends or begins.
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parse } from 'yaml';
import { stackLabel } from '../base/stack-label.js';
import { pause, withDeadline } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { LoadFact } from '../evidence/fact.js';
import type { Engine, MoveIn, NeighbourRequest } from '../trial/ports.js';
import { containerEventOf } from './container-event.js';
import { deployNeighbour } from './deploy-neighbour.js';
import { readLines } from './read-lines.js';

const injector = 'neighbours';
const askMs = 15_000;
const settleMs = 200;

/**
 * Resolves once every task of every neighbour runs. Throws a `dose` LabError that names the one that did not
 * come up in time.
 */
export const moveIn: MoveIn = async (request, signal) => {
  const moves = await Promise.allSettled(
    request.neighbours.map((path, place) => moveOneIn({ ...request, path, place }, signal)),
  );
  const moved = moves.flatMap((move) => (move.status === 'fulfilled' ? [move.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(moved.map((neighbour) => neighbour.stop()));
  };
  const failed = moves.find((move) => move.status === 'rejected');
  if (failed === undefined) return { stop };
  await stop();
  throw failed.reason;
};

interface OneRequest extends NeighbourRequest {
  readonly path: string;
  /** Among the neighbours. */
  readonly place: number;
}

async function moveOneIn(
  request: OneRequest,
  signal: AbortSignal,
): Promise<{ readonly stop: () => Promise<void> }> {
  const { path, place, firstIndex, engine, emit, scenarioDir, deadlineMs } = request;
  const file = resolve(scenarioDir, path);
  const target = tasksIn(file);
  const stack = stackNameOf(path, place);
  const say = (event: LoadFact['event'], achieved: number | null, note: string | null = null): void => {
    emit({ kind: 'load', index: firstIndex + place, injector, event, unit: 'tasks', target, achieved, note });
  };
  say('planned', null, path);
  const containers = await watchContainers(engine, stack);
  try {
    await deployNeighbour({ ...request, file, stack }, signal);
    say('started', null);
    await withDeadline(
      `the neighbour ${path}`,
      deadlineMs,
      AbortSignal.any([signal, engine.lost]),
      async (both) => {
        while ((await runningTasks(request, stack)) < target) await pause(settleMs, both);
      },
    );
  } catch (error) {
    containers.close();
    throw new LabError('dose', `the neighbour ${path} does not run: ${messageOf(error)}`, {
      hint: "deploy it by hand on `driftlab engine up`, and see that its images are in the scenario's images",
      cause: error,
    });
  }
  say('full', target);
  return stay(containers, say);
}

/**
 * From here on the neighbour is only watched; a stream that breaks is told as its death, for nobody knows
 * what it did then.
 */
function stay(
  containers: Containers,
  say: (event: LoadFact['event'], achieved: number | null, note?: string | null) => void,
): { readonly stop: () => Promise<void> } {
  let over = false;
  containers.onChange((running) => {
    if (!over) say('sample', running);
  });
  void containers.closed.then(() => {
    if (!over) say('died', null, 'the stream of its events was lost');
    over = true;
  });
  return {
    stop: () => {
      if (!over) say('sample', containers.running());
      if (!over) say('ended', null);
      over = true;
      containers.close();
      return Promise.resolve();
    },
  };
}

interface Containers {
  /** How many run now. */
  readonly running: () => number;
  readonly onChange: (listener: (running: number) => void) => void;
  /** Resolves when nothing is heard any more. */
  readonly closed: Promise<void>;
  readonly close: () => void;
}

/** Counts the stack's running containers by what the engine tells of them. */
async function watchContainers({ docker, lost }: Engine, stack: string): Promise<Containers> {
  const stream = await withDeadline('listening to a neighbour', askMs, lost, () =>
    docker.getEvents({
      filters: JSON.stringify({
        type: ['container'],
        event: ['start', 'die'],
        label: [`${stackLabel}=${stack}`],
      }),
    }),
  );
  const running = new Set<string>();
  const listeners: ((running: number) => void)[] = [];
  const closed = readLines(stream, (line) => {
    const event = containerEventOf(line);
    if (event === null) return;
    if (event.action === 'start') running.add(event.containerId);
    else running.delete(event.containerId);
    for (const listener of listeners) listener(running.size);
  });
  return {
    running: () => running.size,
    onChange: (listener) => {
      listeners.push(listener);
    },
    closed,
    close: () => {
      (stream as unknown as { destroy: () => void }).destroy();
    },
  };
}

async function runningTasks({ engine }: NeighbourRequest, stack: string): Promise<number> {
  const tasks = await withDeadline("counting a neighbour's tasks", askMs, engine.lost, (abortSignal) =>
    engine.docker.listTasks({
      filters: JSON.stringify({
        label: [`${stackLabel}=${stack}`],
        'desired-state': ['running'],
      }),
      abortSignal,
    }),
  );
  return (tasks as readonly { readonly Status?: { readonly State?: string } }[]).filter(
    ({ Status }) => Status?.State === 'running',
  ).length;
}

/** How many tasks a compose file asks for; a global service runs one on the engine's one node. */
function tasksIn(file: string): number {
  const { services = {} } = readCompose(file);
  return Object.values(services).reduce(
    (sum, service) =>
      sum + (service?.deploy?.mode === 'global' ? 1 : replicasOf(file, service?.deploy?.replicas)),
    0,
  );
}

/** How many are to be there must be known before anything is deployed. */
function replicasOf(file: string, written: unknown): number {
  if (written === undefined) return 1;
  if (typeof written === 'number') return written;
  throw new LabError(
    'bad-input',
    `the neighbour ${file} has replicas: ${JSON.stringify(written)}, which is not a number`,
    { hint: 'write the number of replicas out' },
  );
}

interface Compose {
  readonly services?: Readonly<
    Record<string, { readonly deploy?: { readonly mode?: string; readonly replicas?: unknown } } | null>
  >;
}

function readCompose(file: string): Compose {
  try {
    return parse(readFileSync(file, 'utf8')) as Compose;
  } catch (error) {
    throw new LabError('bad-input', `the neighbour ${file} cannot be read: ${messageOf(error)}`, {
      hint: "name a compose file, relative to the scenario's folder",
    });
  }
}

/** Not a name that a recipe's stack can have: those end in six hex digits. */
function stackNameOf(path: string, place: number): string {
  return `neighbour${String(place + 1)}-${basename(path)
    .replace(/\.ya?ml$/, '')
    .replaceAll(/[^a-z0-9-]/g, '-')}`;
}
