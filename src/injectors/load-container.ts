// A load that is a container of the engine: made ready before it is due, begun at once, watched to its end, and taken away.
// What runs in it and how its dose is measured is each injector's business.
import type Docker from 'dockerode';
import { pause, withDeadline } from '../base/deadline.js';
import type { LoadUnit } from '../base/units.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { LoadFact } from '../evidence/fact.js';
import type { Injector, LoadRequest, PreparedLoad } from '../trial/ports.js';
import { loadImages, loadImageTag } from './load-image.js';
import { readLines } from './read-lines.js';

const createMs = 15_000;
const startMs = 30_000;
const stopMs = 30_000;
const inspectMs = 10_000;
const removalPollMs = 50;
const statusGone = 404;
const statusBusy = 409;

/** One line that a load's program wrote about itself, in words. The first says what it is about: `full`, `short`, `wrote`, `freed`. */
export type Said = readonly string[];

export interface ContainerLoad {
  readonly name: string;
  readonly summary: string;
  readonly unit: LoadUnit;
  readonly band: number;
  readonly varies: boolean;
  readonly container: (request: LoadRequest) => LoadProgram;
  /** Begins to measure; `heard` is called for each line the program writes, `done` resolves once `ended` has aborted. */
  readonly measure: (load: RunningLoad) => { readonly heard: (said: Said) => void; readonly done: () => Promise<void> };
}

/** One of the image's programs, and what it needs. */
export interface LoadProgram {
  readonly program: 'ballast' | 'spin' | 'write';
  readonly env: Readonly<Record<string, string | number>>;
  readonly hostConfig: Docker.HostConfig;
}

export interface RunningLoad {
  readonly request: LoadRequest;
  readonly container: Docker.Container;
  readonly say: Say;
  /** Aborts when its output has ended. */
  readonly ended: AbortSignal;
}

export type Say = (event: LoadFact['event'], achieved: number | null, note?: string | null) => void;

/** How long the program is to hold its full load before it ends by itself, in milliseconds: told or not. */
export function holdMsOf({ load, lifetimeMs }: LoadRequest): number {
  return Math.round(load.forMs ?? lifetimeMs);
}

export function containerLoad(kind: ContainerLoad): Injector {
  const { name, summary, unit, band, varies } = kind;
  return {
    name, summary, unit, band, varies,
    images: loadImages,
    prepare: async (request, signal) => {
      const { emit, index, load: { target }, engine } = request;
      const say: Say = (event, achieved, note = null) => { emit({ kind: 'load', index, injector: name, event, unit, target, achieved, note }); };
      say('planned', null);
      const container = await withDeadline(`creating the load ${name}`, createMs, signal, (abortSignal) =>
        engine.docker.createContainer({ ...optionsOf(request, kind.container(request)), abortSignal }));
      return preparedLoad({ kind, request, container, say, over: new AbortController() });
    },
  };
}

/** Labelled for the trial, so that whatever cleans up after it finds it. */
function optionsOf({ trial, index }: LoadRequest, { program, env, hostConfig }: LoadProgram): Docker.ContainerCreateOptions {
  return {
    name: `driftlab-${String(process.pid)}-${trial}-load-${String(index)}`,
    Image: loadImageTag,
    Cmd: ['/bin/bash', `/bin/${program}`],
    Labels: { 'driftlab.trial': trial },
    Env: Object.entries(env).map(([key, value]) => `${key}=${String(value)}`),
    // A terminal keeps the engine from framing the few lines that the program writes.
    Tty: true,
    NetworkDisabled: true,
    HostConfig: { NetworkMode: 'none', ...hostConfig },
  };
}

interface Load extends Omit<RunningLoad, 'ended'> {
  readonly kind: ContainerLoad;
  /** Aborted when somebody takes the load off. */
  readonly over: AbortController;
}

function preparedLoad(load: Load): PreparedLoad {
  let started: Promise<Following> | null = null;
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    load.over.abort();
    await remove(load);
    const following = await started?.catch(() => null);
    if (!following) load.say('ended', null, 'it was never on');
    following?.close();
    await following?.done;
  };
  return {
    begin: async () => {
      await (started ??= start(load));
    },
    stop: () => (stopped ??= stop()),
  };
}

/** A started load being watched until its end, which is told as `ended` or `died`. */
interface Following {
  readonly done: Promise<void>;
  /** Stops listening; for a container that is gone. */
  readonly close: () => void;
}

async function start(load: Load): Promise<Following> {
  const { kind: { name }, container, over, request: { engine } } = load;
  if (over.signal.aborted) throw new LabError('dose', 'the load was taken off before it began');
  const either = AbortSignal.any([over.signal, engine.lost]);
  const stream = await withDeadline(`starting the load ${name}`, startMs, either, async (abortSignal) => {
    const output = await container.attach({ stream: true, stdout: true, stderr: true });
    await container.start({ abortSignal });
    return output;
  });
  load.say('started', null);
  return {
    done: follow(load, stream),
    close: () => { (stream as unknown as { destroy: () => void }).destroy(); },
  };
}

async function follow(load: Load, stream: NodeJS.ReadableStream): Promise<void> {
  const ended = new AbortController();
  const measuring = load.kind.measure({ ...load, ended: ended.signal });
  let freed = false;
  await readLines(stream, (line) => {
    const said = line.split(' ');
    if (said[0] === 'freed') freed = true;
    measuring.heard(said);
  });
  ended.abort();
  await measuring.done();
  if (load.over.signal.aborted) load.say('ended', null);
  else await tellEnd(load, freed);
}

/**
 * A program ends well when it says that it let go and exits with 0, and was to end by itself: one that is on until its window closes
 * is not. Anything else was not asked for.
 */
async function tellEnd({ container, say, request: { engine, load: { forMs } } }: Load, freed: boolean): Promise<void> {
  try {
    const { State: { ExitCode: code, Running: running } } =
      await withDeadline('inspecting the load', inspectMs, engine.lost, (abortSignal) => container.inspect({ abortSignal }));
    if (running) say('died', null, 'its output was lost while it ran');
    else if (!freed || code !== 0) say('died', null, `its container ended early with exit code ${String(code)}`);
    else if (forMs === null) say('died', null, 'its own deadline came before its window closed');
    else say('ended', null);
  } catch (error) {
    say('died', null, `its container is gone: ${messageOf(error)}`);
  }
}

/** Kills and removes the container; one that is gone already, or went with its engine, is as good. */
async function remove({ container, request: { engine } }: Load): Promise<void> {
  try {
    await withDeadline('removing the load', stopMs, engine.lost, async (abortSignal) => {
      while (await isThere(container, abortSignal)) await pause(removalPollMs, abortSignal);
    });
  } catch (error) {
    if (engine.lost.aborted) return;
    throw new LabError('dose', `the load could not be removed: ${messageOf(error)}`, { cause: error });
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
