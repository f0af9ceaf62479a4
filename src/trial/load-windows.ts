// Opens and closes the windows in which a trial's loads are on. What a load does once begun is its injector's
// business.
import { pause } from '../base/deadline.js';
import { present } from '../base/assert.js';
import type { LoadWindow } from '../scenario/load-settings.js';
import type { TrialSpec } from '../plan/plan.js';
import type { Emit, Engine, Injector, PreparedLoad } from './ports.js';

export interface LoadWindows {
  /** Starts the clock of every load of this window, the first time it is called; does not wait for them. */
  readonly open: (window: LoadWindow) => void;
  /** Whether a load still waits for this window. */
  readonly awaits: (window: LoadWindow) => boolean;
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

const aroundMs = 10 * 60_000;

/**
 * Prepares every load of the trial, so that each can begin at once when its window opens; when one cannot be,
 * none stays.
 */
export async function prepareLoads(context: LoadContext, signal: AbortSignal): Promise<LoadWindows> {
  const slots = await prepareAll(context, signal);
  /** Windows that were opened; each aborts when it closes. */
  const opened = new Map<LoadWindow, AbortController>();
  const begun: Promise<PromiseSettledResult<void>[]>[] = [];
  const tell = (window: LoadWindow, mark: 'open' | 'close'): void => {
    if (slots.length > 0) context.emit({ kind: 'window', window, mark });
  };
  const shut = (window: LoadWindow): void => {
    const closing = opened.get(window);
    if (closing === undefined || closing.signal.aborted) return;
    closing.abort();
    tell(window, 'close');
  };
  return {
    awaits: (window) => !opened.has(window) && slots.some(({ during }) => during === window),
    open: (window) => {
      if (opened.has(window)) return;
      const closing = new AbortController();
      opened.set(window, closing);
      tell(window, 'open');
      const due = AbortSignal.any([signal, closing.signal]);
      begun.push(
        Promise.allSettled(
          slots.filter(({ during }) => during === window).map((slot) => beginLater(slot, due)),
        ),
      );
    },
    close: async (window) => {
      shut(window);
      await Promise.all(
        slots
          .filter(({ during, untilClosed }) => during === window && untilClosed)
          .map(({ load }) => load.stop()),
      );
    },
    stop: async () => {
      for (const window of opened.keys()) shut(window);
      const stops = Promise.allSettled(slots.map(({ load }) => load.stop()));
      const starts = (await Promise.all(begun)).flat();
      const failed = [...starts, ...(await stops)].find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

async function prepareAll(context: LoadContext, signal: AbortSignal): Promise<readonly Slot[]> {
  const tries = await Promise.allSettled(
    context.spec.load.map((_, index) => prepareOne(context, index, signal)),
  );
  const slots = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = tries.find((one) => one.status === 'rejected');
  if (failed === undefined) return slots;
  await Promise.allSettled(slots.map(({ load }) => load.stop()));
  throw failed.reason;
}

async function prepareOne(context: LoadContext, index: number, signal: AbortSignal): Promise<Slot> {
  const { spec, injectors, engine, emit } = context;
  const drawn = present(spec.load[index], 'load');
  const injector = present(injectors[drawn.injector], `injector ${drawn.injector}`);
  const load = await injector.prepare(
    { engine, load: drawn, index, trial: spec.id, lifetimeMs: lifetimeMsOf(spec), emit },
    signal,
  );
  return { during: drawn.during, afterMs: drawn.afterMs, untilClosed: drawn.forMs === null, load };
}

/**
 * Longer than any trial of these settings, its runs one after the other: its deadlines, and the time that
 * deploys and the lab's own work may take around them.
 */
function lifetimeMsOf({
  runs,
  settings: {
    observe: { baseDeadlineMs, deadlineMs, settleMs },
    checks = [],
  },
}: TrialSpec): number {
  const longestCheckMs = Math.max(0, ...checks.map(({ timeoutMs }) => timeoutMs));
  return runs.length * (baseDeadlineMs + deadlineMs + settleMs + longestCheckMs + aroundMs);
}

/** A window that closes before its load is due leaves the load unbegun: the verdict then finds no dose. */
async function beginLater({ afterMs, load }: Slot, due: AbortSignal): Promise<void> {
  try {
    if (afterMs > 0) await pause(afterMs, due);
  } catch {
    return;
  }
  if (!due.aborted) await load.begin();
}
