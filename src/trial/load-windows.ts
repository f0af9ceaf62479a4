// Opens and closes the windows in which a trial's loads are on. What a load does once begun is its injector's business.
import { pause } from '../base/deadline.js';
import { present } from '../base/assert.js';
import type { LoadWindow } from '../scenario/scenario.js';
import type { TrialSpec } from '../plan/plan.js';
import type { Emit, Engine, Injector, PreparedLoad } from './ports.js';

export interface LoadWindows {
  /** Starts the clock of every load of this window; does not wait for them. */
  readonly open: (window: LoadWindow) => void;
  /** Ends the loads of this window that last until it closes; resolves when they are gone. */
  readonly close: (window: LoadWindow) => Promise<void>;
  /** Ends every load, begun or not; resolves when all are gone. Rejects with the first error a load met. */
  readonly stop: () => Promise<void>;
}

interface Slot {
  readonly during: LoadWindow;
  readonly afterMs: number;
  readonly untilClosed: boolean;
  readonly load: PreparedLoad;
}

export interface LoadContext {
  readonly spec: TrialSpec;
  readonly injectors: Readonly<Record<string, Injector>>;
  readonly engine: Engine;
  readonly emit: Emit;
}

/** Prepares every load of the trial, so that each can begin at once when its window opens. */
export async function prepareLoads(context: LoadContext, signal: AbortSignal): Promise<LoadWindows> {
  const slots = await Promise.all(context.spec.load.map((_, index) => prepareOne(context, index, signal)));
  const ending = new AbortController();
  const begun: Promise<void>[] = [];
  return {
    open: (window) => {
      for (const slot of slots.filter(({ during }) => during === window)) begun.push(beginLater(slot, AbortSignal.any([signal, ending.signal])));
    },
    close: async (window) => {
      await Promise.all(slots.filter(({ during, untilClosed }) => during === window && untilClosed).map(({ load }) => load.stop()));
    },
    stop: async () => {
      ending.abort();
      const starts = await Promise.allSettled(begun);
      await Promise.all(slots.map(({ load }) => load.stop()));
      const failed = starts.find((start) => start.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

async function prepareOne(context: LoadContext, index: number, signal: AbortSignal): Promise<Slot> {
  const { spec, injectors, engine, emit } = context;
  const drawn = present(spec.load[index], 'load');
  const injector = present(injectors[drawn.injector], `injector ${drawn.injector}`);
  const load = await injector.prepare({ engine, load: drawn, index, trial: spec.id, emit }, signal);
  return { during: drawn.during, afterMs: drawn.afterMs, untilClosed: drawn.forMs === null, load };
}

/** A window that closes before its load is due leaves the load unbegun: the verdict then finds no dose. */
async function beginLater(slot: Slot, signal: AbortSignal): Promise<void> {
  try {
    if (slot.afterMs > 0) await pause(slot.afterMs, signal);
  } catch {
    return;
  }
  await slot.load.begin();
}
