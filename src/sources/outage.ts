// Puts each time that a source is blind on record with its beginning and its end, however often it tries
// meanwhile.
import { messageOf } from '../base/lab-error.js';
import { redact } from '../base/secrets/index.js';
import type { Watch } from './source.js';

export interface Outage {
  /** The source saw, even if there was nothing new: an outage that was on is over. */
  readonly saw: () => void;
  /**
   * It is blind, and has been since it last saw. Nothing is written when that is known already, or the watch
   * is over.
   */
  readonly lost: (reason: unknown) => void;
  /** It sees, and something between its last sight and now is lost. */
  readonly missed: (reason: unknown) => void;
}

interface OutageOptions {
  /** It was blind, too, when it says nothing of seeing for longer than this, in milliseconds. */
  readonly patienceMs?: number;
  /**
   * No outcome is known without it: when it stays blind, it says so to all that waits for what it would see.
   */
  readonly needed?: boolean;
}

/** Who still does not see so long after it was noticed will not see in time. */
const hopelessMs = 8000;

/** The source sees from now on. */
export function outageOf(
  source: string,
  { emit, engine, node, isOver, giveUp }: Pick<Watch, 'emit' | 'engine' | 'node' | 'isOver' | 'giveUp'>,
  options: OutageOptions = {},
): Outage {
  const { patienceMs = Infinity, needed = false } = options;
  let open: string | null = null;
  let openedMs = 0;
  let sawMs = performance.now();
  const begin = (reason: unknown): void => {
    // One that is restarted because the scenario has it so comes back.
    if (node.isRestarting?.() === true) openedMs = performance.now();
    if (open !== null && needed && performance.now() - openedMs > hopelessMs) giveUp(source, open);
    if (open !== null || isOver()) return;
    const cause: unknown = engine.lost.aborted ? engine.lost.reason : reason;
    open = redact(messageOf(cause));
    openedMs = performance.now();
    emit({
      kind: 'gap',
      source,
      mark: 'begin',
      unseenMs: Math.round(performance.now() - sawMs),
      reason: open,
    });
  };
  const saw = (): void => {
    if (performance.now() - sawMs > patienceMs)
      begin(`it could not look for ${((performance.now() - sawMs) / 1000).toFixed(1)} s`);
    if (open !== null && !isOver()) emit({ kind: 'gap', source, mark: 'end', unseenMs: 0, reason: open });
    if (!isOver()) open = null;
    sawMs = performance.now();
  };
  return {
    saw,
    lost: begin,
    missed: (reason) => {
      begin(reason);
      saw();
    },
  };
}
