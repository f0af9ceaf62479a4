// A load that is a program in the engine: made ready before it is due, begun at once, watched to its end, and
// taken away. What runs in it and how its dose is measured is each injector's business.
import type Docker from 'dockerode';
import { pause, withDeadline } from '../base/deadline.js';
import { loadImage } from '../base/load-image.js';
import { LabError, messageOf } from '../base/lab-error.js';
import { loadMember, type LoadDefinition } from '../scenario/load-definition.js';
import type { Injector, LoadRequest } from '../trial/ports.js';
import { carrierOf } from './carrier.js';
import type { Carrier, LoadProgram } from './load-program.js';
import { preparedLoad, sayerOf, type Following, type Say } from './prepared-load.js';
import { readLines } from './read-lines.js';

const createMs = 15_000;
const startMs = 30_000;
const stopMs = 30_000;
const inspectMs = 10_000;
const removalPollMs = 50;

/**
 * One line that a load's program wrote about itself, in words. The first says what it is about: `full`,
 * `short`, `wrote`, `freed`.
 */
export type Said = readonly string[];

export interface ProgramLoad<Options> extends LoadDefinition<Options>, ProgramWork {}

/** What it does and how that is measured. */
export interface ProgramWork {
  readonly container: (request: LoadRequest) => LoadProgram;
  /**
   * Begins to measure; `heard` is called for each line the program writes, `done` resolves once `ended` has
   * aborted.
   */
  readonly measure: (load: RunningLoad) => {
    readonly heard: (said: Said) => void;
    readonly done: () => Promise<void>;
  };
}

export interface RunningLoad {
  readonly request: LoadRequest;
  readonly container: Docker.Container;
  readonly say: Say;
  /** Aborts when its output has ended. */
  readonly ended: AbortSignal;
}

export function programLoad<Options>(kind: ProgramLoad<Options>): Injector {
  const { name, needs = [] } = kind;
  return {
    ...loadMember({ ...kind, needs: [{ kind: 'image', image: loadImage }, ...needs] }),
    prepare: async (request, signal) => {
      const say = sayerOf(request);
      say('planned', null);
      const carrier = await withDeadline(`creating the load ${name}`, createMs, signal, (both) =>
        carrierOf(request, kind.container(request), both),
      );
      const load: Load = { kind, request, carrier, say, over: new AbortController() };
      return preparedLoad({ ...load, start: () => start(load), remove: () => remove(load) });
    },
  };
}

interface Load extends Omit<RunningLoad, 'ended' | 'container'> {
  readonly carrier: Carrier;
  readonly kind: ProgramWork & { readonly name: string };
  /** Aborted when somebody takes the load off. */
  readonly over: AbortController;
}

async function start(load: Load): Promise<Following> {
  const {
    kind: { name },
    carrier,
    over,
    request: { engine },
  } = load;
  const either = AbortSignal.any([over.signal, engine.lost]);
  const { container, output } = await withDeadline(`starting the load ${name}`, startMs, either, (both) =>
    carrier.start(both),
  );
  load.say('started', null);
  return {
    done: follow(load, container, output),
    close: () => {
      (output as unknown as { destroy: () => void }).destroy();
    },
  };
}

async function follow(load: Load, container: Docker.Container, stream: NodeJS.ReadableStream): Promise<void> {
  const ended = new AbortController();
  const measuring = load.kind.measure({ ...load, container, ended: ended.signal });
  let freed = false;
  await readLines(stream, (line) => {
    const said = line.split(' ');
    if (said[0] === 'freed') freed = true;
    measuring.heard(said);
  });
  ended.abort();
  await measuring.done();
  if (load.over.signal.aborted) load.say('ended', null);
  else await tellEnd(load, container, freed);
}

/**
 * A program ends well when it says that it let go and exits with 0, and was to end by itself: one that is on
 * until its window closes is not. Anything else was not asked for.
 */
async function tellEnd(
  {
    say,
    request: {
      engine,
      load: { forMs },
    },
  }: Load,
  container: Docker.Container,
  freed: boolean,
): Promise<void> {
  try {
    const {
      State: { ExitCode: code, Running: running },
    } = await withDeadline('inspecting the load', inspectMs, engine.lost, (abortSignal) =>
      container.inspect({ abortSignal }),
    );
    if (running) say('died', null, 'its output was lost while it ran');
    else if (!freed || code !== 0)
      say('died', null, `its container ended early with exit code ${String(code)}`);
    else if (forMs === null) say('died', null, 'its own deadline came before its window closed');
    else say('ended', null);
  } catch (error) {
    say('died', null, `its container is gone: ${messageOf(error)}`);
  }
}

/** Kills and removes it; one that is gone already, or went with its engine, is as good. */
async function remove({ carrier, request: { engine } }: Load): Promise<void> {
  try {
    await withDeadline('removing the load', stopMs, engine.lost, async (abortSignal) => {
      while (await carrier.isStillThere(abortSignal)) await pause(removalPollMs, abortSignal);
    });
  } catch (error) {
    if (engine.lost.aborted) return;
    throw new LabError('dose', `the load could not be removed: ${messageOf(error)}`, { cause: error });
  }
}
