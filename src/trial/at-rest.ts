// When swarm has made up its mind: nothing moves any more, and goes on not to move for a while.
import { pause } from '../base/deadline.js';
import type { Recorder } from './recorder.js';

export interface Rest {
  /** Whether nothing moves now. */
  readonly watch: () => boolean;
  /** Milliseconds that are left of the deadline. */
  readonly left: () => number;
  /** So long nothing may move. */
  readonly settleMs: number;
  readonly onSettled: () => Promise<unknown>;
}

/**
 * A task that died and its successor are seen one after the other: what holds for a moment only is no rest.
 */
const momentMs = 500;

/** Resolves once nothing has moved for the settle time, or at the deadline. */
export async function untilAtRest(
  { until }: Pick<Recorder, 'until'>,
  { watch, left, settleMs, onSettled }: Rest,
  signal: AbortSignal,
): Promise<void> {
  do {
    if (!(await until(watch, left(), signal))) return;
    await pause(Math.min(momentMs, settleMs, left()), signal);
    if (!watch()) continue;
    await onSettled();
    await pause(Math.min(Math.max(0, settleMs - momentMs), left()), signal);
  } while (left() > 0 && !watch());
}
