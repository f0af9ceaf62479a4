// A load from made ready to taken off: begun once, at most, followed to its end, and safe to take off at any
// time. What it does is each injector's business.
import { LabError, messageOf } from '../base/lab-error.js';
import type { LoadFact } from '../evidence/fact.js';
import type { LoadRequest, PreparedLoad } from '../trial/ports.js';

export type Say = (event: LoadFact['event'], achieved: number | null, note?: string | null) => void;

/** Puts on record what becomes of the load. */
export function sayerOf({ emit, index, load: { injector, unit, target } }: LoadRequest): Say {
  return (event, achieved, note = null) => {
    emit({ kind: 'load', index, injector, event, unit, target, achieved, note });
  };
}

/** How long the load is to be full before it ends by itself, in milliseconds: told or not. */
export function holdMsOf({ load, lifetimeMs }: LoadRequest): number {
  return Math.round(load.forMs ?? lifetimeMs);
}

/** A started load being watched until its end, which is told as `ended` or `died`. */
export interface Following {
  readonly done: Promise<void>;
  /** Stops listening, for one that is gone. */
  readonly close: () => void;
}

export interface Startable {
  readonly say: Say;
  /** Aborted when somebody takes the load off. */
  readonly over: AbortController;
  /** Says `started` when it is. */
  readonly start: () => Promise<Following>;
  /** Takes away what makes it; of one that is gone already as well. */
  readonly remove: () => Promise<void>;
}

export function preparedLoad({ say, over, start, remove }: Startable): PreparedLoad {
  let started: Promise<Following> | null = null;
  let stopped: Promise<void> | null = null;
  let failure: string | null = null;
  const startOnce = async (): Promise<Following> => {
    const following = await start();
    // who waits for it is told; until somebody does, it must not end the program
    following.done.catch(() => undefined);
    return following;
  };
  const stop = async (): Promise<void> => {
    over.abort();
    await remove();
    const following = await started?.catch(() => null);
    if (!following)
      say(
        'ended',
        null,
        failure ??
          (started === null ? 'its time never came' : 'its window closed while it was still starting'),
      );
    following?.close();
    await following?.done;
  };
  return {
    begin: async () => {
      if (stopped !== null) throw new LabError('dose', 'the load was taken off before it began');
      try {
        await (started ??= startOnce());
      } catch (error) {
        if (over.signal.aborted) return;
        failure = `it could not start: ${messageOf(error)}`;
        throw error;
      }
    },
    stop: () => (stopped ??= stop()),
  };
}
