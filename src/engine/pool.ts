// Engines for trials: booted when first needed, reused while they are as good as new, cleaned while the next
// trial runs.
import { assert } from '../base/assert.js';
import { unlessLost } from '../base/deadline.js';
import { LabError, messageOf } from '../base/lab-error.js';
import type { TrialSpec } from '../plan/plan.js';
import type { ImageSource } from '../scenario/scenario.js';
import { imagesFirst, imagesLater } from '../scenario/sides.js';
import type { Engine, EnginePool } from '../trial/ports.js';
import { chooseEngine } from './choose-engine.js';
import { cleanEngine } from './clean-engine.js';
import { loadImages } from './images/load-images.js';
import { bootEngine, type PrivateEngine } from './private-engine.js';
import { lackOfMemory, memoryRoom } from './memory-room.js';
import { requireDisk } from './require-disk.js';
import { enginesDir } from './state-dir.js';
import { createTurns } from './turns.js';
import { wantedOf, type Wanted } from './wanted.js';
import { wearOf } from './wear.js';

export interface EnginePoolOptions {
  /**
   * Most engines at a time: one more than trials at a time, so that one can be cleaned while the others work.
   */
  readonly size: number;
  readonly stateDir: string;
  /** Folder against which the scenario's image paths are resolved. */
  readonly scenarioDir: string;
  readonly cacheDir: string;
  /** Images that a trial needs besides its scenario's; paths are absolute. */
  readonly extraImages: (spec: TrialSpec) => readonly ImageSource[];
}

/** An engine of the pool and what it has been through. */
interface Member {
  readonly engine: PrivateEngine;
  /** What it is made of, as `wanted.ts` says it. */
  readonly make: string;
  /** Used for a trial that wanted an engine of its own. */
  readonly fresh: boolean;
  /** Arm whose volumes are kept on it; null where none are. */
  readonly keptFor: string | null;
}

export function createEnginePool(options: EnginePoolOptions): EnginePool {
  assert(options.size > 0, 'a pool has at least one engine');
  return new Pool(options);
}

class Pool implements EnginePool {
  readonly #options: EnginePoolOptions;
  readonly #closing = new AbortController();
  readonly #turns = createTurns();
  readonly #idle: Member[] = [];
  readonly #busy = new Map<Engine, Member>();
  readonly #cleaned = new Set<Member>();
  /** Boots, cleanings and removals under way. */
  readonly #work = new Set<Promise<unknown>>();
  readonly #failures: unknown[] = [];
  /** Engines that exist or are being booted or removed. */
  #held = 0;

  constructor(options: EnginePoolOptions) {
    this.#options = options;
  }

  /** Rejects with a LabError `engine-boot` or `image` when no engine can be made ready for the trial. */
  readonly acquire = (spec: TrialSpec, signal: AbortSignal): Promise<Engine> =>
    this.#tracked(this.#makeReady(spec, AbortSignal.any([signal, this.#closing.signal])));

  readonly moveTags = (engine: Engine, { settings }: TrialSpec, signal: AbortSignal): Promise<void> => {
    const { scenarioDir: baseDir, cacheDir } = this.#options;
    const usable = AbortSignal.any([signal, engine.lost]);
    return loadImages(engine, imagesLater(settings), { baseDir, cacheDir }, usable);
  };

  readonly release = (engine: Engine): void => {
    const member = this.#busy.get(engine);
    if (member === undefined && this.#closing.signal.aborted) return;
    assert(member !== undefined, `engine ${engine.id} is not in use`);
    this.#busy.delete(engine);
    member.engine.countTrial();
    void this.#tracked(this.#recycle(member));
  };

  readonly close = async (): Promise<void> => {
    this.#closing.abort(new LabError('interrupted', 'the engines are being closed'));
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
    const members = [...this.#idle.splice(0), ...this.#busy.values()];
    this.#busy.clear();
    await Promise.all(members.map((member) => this.#remove(member)));
    const [failure] = this.#failures;
    if (failure !== undefined)
      throw new LabError('engine-lost', `an engine was not removed: ${messageOf(failure)}`, {
        hint: 'Run `driftlab clean`.',
        cause: failure,
      });
  };

  async #makeReady(spec: TrialSpec, signal: AbortSignal): Promise<Engine> {
    requireDisk(enginesDir(this.#options.stateDir));
    const wanted = wantedOf(spec, this.#options.scenarioDir);
    this.#requireMemory(wanted);
    const member = await this.#take(wanted, signal);
    this.#busy.set(member.engine, member);
    try {
      await unlessLost(member.engine.lost, () => this.#load(member.engine, spec, signal));
      signal.throwIfAborted();
      return member.engine;
    } catch (error) {
      this.release(member.engine);
      throw error;
    }
  }

  /** What engines with trials on them have not taken of their envelopes yet is theirs. */
  #requireMemory({ memoryBytes: envelopeBytes, nodes }: Wanted): void {
    const promised = [...this.#busy.values()].reduce((sum, { engine }) => sum + engine.unusedBytes(), 0);
    const room = memoryRoom();
    const lack = lackOfMemory(
      { envelopeBytes, nodes: nodes.length, engines: 1 },
      { ...room, all: room.all - promised },
    );
    if (lack !== null) throw lack;
  }

  /** An idle engine that fits, else a new one as soon as there is room. */
  async #take(wanted: Wanted, signal: AbortSignal): Promise<Member> {
    for (;;) {
      const room = this.#held < this.#options.size;
      const choice = chooseEngine(wanted, { idle: this.#idle, cleaned: [...this.#cleaned], room });
      if (choice.what === 'boot') return this.#boot(wanted, signal);
      if (choice.what === 'wait') {
        await this.#turns.next(signal);
        continue;
      }
      const { what, member } = choice;
      this.#idle.splice(this.#idle.indexOf(member), 1);
      if (what === 'take' && resized(member.engine, wanted.memoryBytes))
        return { ...member, keptFor: wanted.keptFor };
      await this.#remove(member);
    }
  }

  async #boot({ make, fresh, keptFor: arm, ...wanted }: Wanted, signal: AbortSignal): Promise<Member> {
    this.#held++;
    try {
      return {
        engine: await bootEngine({ ...wanted, stateDir: this.#options.stateDir, signal }),
        make,
        fresh,
        keptFor: arm,
      };
    } catch (error) {
      this.#letGo();
      throw error;
    }
  }

  #load(engine: Engine, spec: TrialSpec, signal: AbortSignal): Promise<void> {
    const { scenarioDir: baseDir, cacheDir, extraImages } = this.#options;
    const usable = AbortSignal.any([signal, engine.lost]);
    const images = [...imagesFirst(spec.settings), ...extraImages(spec)];
    return loadImages(engine, images, { baseDir, cacheDir }, usable);
  }

  async #recycle(member: Member): Promise<void> {
    this.#cleaned.add(member);
    const isReusable = await this.#isReusable(member);
    this.#cleaned.delete(member);
    if (isReusable) {
      this.#idle.push(member);
      this.#turns.advance();
    } else {
      await this.#remove(member);
    }
  }

  /** An engine that cannot be cleaned is not worth a word: it is replaced. */
  async #isReusable({ engine, fresh, keptFor: arm }: Member): Promise<boolean> {
    if (fresh || engine.lost.aborted) return false;
    try {
      await cleanEngine(engine, { keepVolumes: arm !== null }, this.#closing.signal);
      return (await wearOf(engine, this.#closing.signal)) === null;
    } catch {
      return false;
    }
  }

  async #remove({ engine }: Member): Promise<void> {
    try {
      await engine.destroy();
    } catch (error) {
      this.#failures.push(error);
    }
    this.#letGo();
  }

  #letGo(): void {
    this.#held--;
    this.#turns.advance();
  }

  async #tracked<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work);
    try {
      return await work;
    } finally {
      this.#work.delete(work);
    }
  }
}

/** Whether the engine is there and its envelope has this size now. */
function resized(engine: PrivateEngine, memoryBytes: number): boolean {
  if (engine.lost.aborted) return false;
  if (engine.envelopeBytes === memoryBytes) return true;
  try {
    engine.resize(memoryBytes);
    return true;
  } catch {
    return false; // more is in use than that: a new engine has none in use
  }
}
