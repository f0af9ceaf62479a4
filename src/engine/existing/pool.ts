// Existing engines for trials: one trial at a time, whatever the engine, since two would feel each other.
import { assert, present } from '../../base/assert.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import type { TrialSpec } from '../../plan/plan.js';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine, EnginePool } from '../../trial/ports.js';
import { createTurns } from '../turns.js';
import { beginVisit, type Visit, type VisitOptions } from './visit.js';
import { allImages } from '../../scenario/sides.js';

export interface ExistingPoolOptions extends VisitOptions {
  readonly extraImages: (spec: TrialSpec) => readonly ImageSource[];
}

export function createExistingPool(options: ExistingPoolOptions): EnginePool {
  return new ExistingPool(options);
}

class ExistingPool implements EnginePool {
  readonly #options: ExistingPoolOptions;
  readonly #turns = createTurns();
  readonly #closing = new AbortController();
  /** Address -> the visit there. */
  readonly #visits = new Map<string, Promise<Visit>>();
  readonly #lent = new Map<Engine, Visit>();
  #isBusy = false;
  #cleaning: Promise<void> = Promise.resolve();
  /** What could not be taken away: nothing more is put beside it. */
  #failure: LabError | null = null;

  constructor(options: ExistingPoolOptions) {
    this.#options = options;
  }

  readonly acquire = async (spec: TrialSpec, signal: AbortSignal): Promise<Engine> => {
    const either = AbortSignal.any([signal, this.#closing.signal]);
    while (this.#isBusy) await this.#turns.next(either);
    this.#isBusy = true;
    let visit: Visit | null = null;
    try {
      if (this.#failure !== null) throw this.#failure;
      visit = await this.#visitFor(spec, either);
      const engine = await visit.lend(
        spec,
        [...allImages(spec.settings), ...this.#options.extraImages(spec)],
        either,
      );
      this.#lent.set(engine, visit);
      return engine;
    } catch (error) {
      await this.#takeBack(visit);
      throw error;
    }
  };

  readonly release = (engine: Engine): void => {
    const visit = present(this.#lent.get(engine), 'visit of an engine in use');
    this.#lent.delete(engine);
    this.#cleaning = this.#takeBack(visit);
  };

  readonly close = async (): Promise<void> => {
    this.#closing.abort(new LabError('interrupted', 'the engines are being closed'));
    await this.#cleaning;
    const left = await Promise.allSettled(
      [...this.#visits.values()].map(async (visit) => (await visit).leave()),
    );
    const failed = left.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    if (this.#failure !== null) throw this.#failure;
  };

  #visitFor({ settings: { engine } }: TrialSpec, signal: AbortSignal): Promise<Visit> {
    assert(engine.kind === 'existing', 'the trial wants an existing engine');
    const key = `${engine.by} ${engine.at}`;
    const visit = this.#visits.get(key) ?? beginVisit(engine, this.#options, signal);
    this.#visits.set(key, visit);
    visit.catch(() => {
      this.#visits.delete(key);
    });
    return visit;
  }

  /** Never rejects: what could not be taken away is a failure of the next trial's, and of the end. */
  async #takeBack(visit: Visit | null): Promise<void> {
    await visit?.takeBack().catch(() => this.#end(visit));
    this.#isBusy = false;
    this.#turns.advance();
  }

  /**
   * The way to the engine may have broken: what was put there is removed by a new one, and the next trial
   * begins a new visit.
   */
  async #end(ended: Visit): Promise<void> {
    for (const [key, visit] of this.#visits) if ((await visit) === ended) this.#visits.delete(key);
    await ended.leave().catch((error: unknown) => {
      this.#failure = error instanceof LabError ? error : new LabError('engine-lost', messageOf(error));
    });
  }
}
