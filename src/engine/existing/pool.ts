// Existing engines for trials: one trial at a time, whatever the engine, since two would feel each other.
import { present } from '../../base/assert.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import type { TrialSpec } from '../../plan/plan.js';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine, EnginePool } from '../../trial/ports.js';
import { createTurns } from '../turns.js';
import { beginVisit, type Visit, type VisitOptions } from './visit.js';

export interface ExistingPoolOptions extends VisitOptions {
  readonly extraImages: (spec: TrialSpec) => readonly ImageSource[];
}

export function createExistingPool(options: ExistingPoolOptions): EnginePool {
  const turns = createTurns();
  const visits = new Map<string, Promise<Visit>>();
  const lent = new Map<Engine, Visit>();
  const closing = new AbortController();
  let isBusy = false;
  let cleaning: Promise<void> = Promise.resolve();
  /** What could not be taken away: nothing more is put beside it. */
  let failure: LabError | null = null;

  const visitFor = (spec: TrialSpec, signal: AbortSignal): Promise<Visit> => {
    const { engine } = spec.settings;
    if (engine.kind !== 'existing') throw new LabError('bad-input', 'this trial wants no existing engine');
    const key = `${engine.by} ${engine.at}`;
    const visit = visits.get(key) ?? beginVisit(engine, options, signal);
    visits.set(key, visit);
    visit.catch(() => { visits.delete(key); });
    return visit;
  };
  /** The way to the engine may have broken: what was put there is removed by a new one, and the next trial begins a new visit. */
  const endVisit = async (ended: Visit): Promise<void> => {
    for (const [key, visit] of visits) if (await visit === ended) visits.delete(key);
    await ended.leave().catch((error: unknown) => { failure = error instanceof LabError ? error : new LabError('engine-lost', messageOf(error)); });
  };
  const free = (): void => {
    isBusy = false;
    turns.advance();
  };
  return {
    acquire: async (spec, signal) => {
      const either = AbortSignal.any([signal, closing.signal]);
      while (isBusy) await turns.next(either);
      isBusy = true;
      try {
        if (failure !== null) throw failure;
        const visit = await visitFor(spec, either);
        const engine = await visit.lend(spec, [...spec.settings.images, ...options.extraImages(spec)], either);
        lent.set(engine, visit);
        return engine;
      } catch (error) {
        free();
        throw error;
      }
    },
    release: (engine) => {
      const visit = present(lent.get(engine), 'visit of an engine in use');
      lent.delete(engine);
      cleaning = visit.takeBack(engine).catch(() => endVisit(visit)).finally(free);
    },
    close: async () => {
      closing.abort(new LabError('interrupted', 'the engines are being closed'));
      await cleaning;
      const left = await Promise.allSettled([...visits.values()].map(async (visit) => (await visit).leave()));
      const failed = left.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      if (failure !== null) throw failure;
    },
  };
}
