// Memory load: a ballast container in the engine's envelope holds an exact number of bytes in a tmpfs of its own. Such pages stand
// in no process's resident set, so the OOM killer takes the app and never the load.
import { fileURLToPath } from 'node:url';
import type Docker from 'dockerode';
import { pause, withDeadline } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { LoadFact } from '../evidence/fact.js';
import type { Injector, LoadRequest, PreparedLoad } from '../trial/ports.js';
import { ballastOptions, imageTag } from './ballast.js';
import { readOutput, type Said } from './ballast-output.js';
import { meterOf } from './held-bytes.js';

const name = 'memory';
const createMs = 15_000;
const startMs = 30_000;
const stopMs = 30_000;
const inspectMs = 10_000;
const sampleMs = 250;
const removalPollMs = 50;
const statusGone = 404;
const statusBusy = 409;

export const memory: Injector = {
  name,
  summary: 'memory: holds an amount of what the engine\'s containers share',
  images: [{ tag: imageTag, from: 'build', path: fileURLToPath(new URL('../../images/ballast', import.meta.url)) }],
  prepare: async (request, signal) => {
    const { emit, index, load: { targetBytes }, engine } = request;
    const say: Say = (event, heldBytes, note = null) => {
      emit({ kind: 'load', index, injector: name, event, targetBytes, heldBytes, note });
    };
    say('planned', null);
    const container = await withDeadline('creating the ballast', createMs, signal, (abortSignal) =>
      engine.docker.createContainer({ ...ballastOptions(request), abortSignal }));
    return preparedLoad({ request, container, say, over: new AbortController() });
  },
};

type Say = (event: LoadFact['event'], heldBytes: number | null, note?: string | null) => void;

interface Ballast {
  readonly request: LoadRequest;
  readonly container: Docker.Container;
  readonly say: Say;
  /** Aborted when somebody takes the load off. */
  readonly over: AbortController;
}

function preparedLoad(ballast: Ballast): PreparedLoad {
  let started: Promise<Following> | null = null;
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    ballast.over.abort();
    await remove(ballast);
    const following = await started?.catch(() => null);
    if (!following) ballast.say('ended', null, 'it was never on');
    following?.close();
    await following?.done;
  };
  return {
    begin: async () => {
      await (started ??= start(ballast));
    },
    stop: () => (stopped ??= stop()),
  };
}

/** A started ballast being watched until its end, which is told as `ended` or `died`. */
interface Following {
  readonly done: Promise<void>;
  /** Stops listening; for a container that is gone. */
  readonly close: () => void;
}

async function start(ballast: Ballast): Promise<Following> {
  const { container, over, request: { engine } } = ballast;
  if (over.signal.aborted) throw new LabError('dose', 'the load was taken off before it began');
  const either = AbortSignal.any([over.signal, engine.lost]);
  const stream = await withDeadline('starting the ballast', startMs, either, async (abortSignal) => {
    const output = await container.attach({ stream: true, stdout: true, stderr: true });
    await container.start({ abortSignal });
    return output;
  });
  ballast.say('started', null);
  return {
    done: follow(ballast, stream),
    close: () => { (stream as unknown as { destroy: () => void }).destroy(); },
  };
}

async function follow(ballast: Ballast, stream: NodeJS.ReadableStream): Promise<void> {
  const { request: { engine, load }, container, say, over } = ballast;
  const ended = new AbortController();
  const meter = meterOf(engine, container);
  const full: Promise<void>[] = [];
  let freed = false;
  const hear = (said: Said): void => {
    if (said.word === 'freed') freed = true;
    else full.push(meter().then((held) => { say('full', held, noteOf(said, load.targetBytes)); }));
  };
  const sampling = sample(meter, say, ended.signal);
  await readOutput(stream, hear);
  ended.abort();
  await Promise.all([...full, sampling]);
  if (over.signal.aborted) say('ended', null);
  else await tellEnd(ballast, freed);
}

function noteOf(said: Said, targetBytes: number): string | null {
  return said.word === 'short' ? `${said.reason}: wrote ${String(said.bytes)} of ${String(targetBytes)} bytes` : null;
}

async function sample(meter: () => Promise<number | null>, say: Say, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    const held = await meter();
    if (held !== null) say('sample', held);
    await pause(sampleMs, ended).catch(() => undefined);
  }
}

/** The ballast ends well when it says that it let go and exits with 0; anything else was not asked for. */
async function tellEnd({ container, say, request: { engine } }: Ballast, freed: boolean): Promise<void> {
  try {
    const { State: { ExitCode: code, Running: running } } =
      await withDeadline('inspecting the ballast', inspectMs, engine.lost, (abortSignal) => container.inspect({ abortSignal }));
    if (running) say('died', null, 'its output was lost while it ran');
    else if (freed && code === 0) say('ended', null);
    else say('died', null, `its container ended early with exit code ${String(code)}`);
  } catch (error) {
    say('died', null, `its container is gone: ${messageOf(error)}`);
  }
}

/** Kills and removes the container; one that is gone already, or went with its engine, is as good. */
async function remove({ container, request: { engine } }: Ballast): Promise<void> {
  try {
    await withDeadline('removing the ballast', stopMs, engine.lost, async (abortSignal) => {
      while (await isThere(container, abortSignal)) await pause(removalPollMs, abortSignal);
    });
  } catch (error) {
    if (engine.lost.aborted) return;
    throw new LabError('dose', `the ballast could not be removed: ${messageOf(error)}`, { cause: error });
  }
}

/** Asks for its removal; true while the engine is in the middle of ending or removing it. */
async function isThere(container: Docker.Container, abortSignal: AbortSignal): Promise<boolean> {
  try {
    await container.remove({ force: true, v: true, abortSignal });
    return false;
  } catch (error) {
    const { statusCode } = error as { readonly statusCode?: number };
    if (statusCode !== statusGone && statusCode !== statusBusy) throw error;
    return statusCode === statusBusy;
  }
}
