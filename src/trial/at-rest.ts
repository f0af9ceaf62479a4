// When swarm has made up its mind: nothing moves any more, and goes on not to move for a while.
import { pause } from '../base/deadline.js';
import type { Recorder } from './recorder.js';

export interface Rest {
  /** Whether nothing moves now. */
  readonly watch: () => boolean;
  /** Milliseconds after which it is not waited any more. */
  readonly deadlineMs: number;
  /** So long nothing may move. */
  readonly settleMs: number;
  /** Called whenever nothing moved for a moment. */
  readonly onSettled?: () => Promise<unknown>;
}

/**
 * A task that died and its successor are seen one after the other: what holds for a moment only is no rest.
 */
const momentMs = 500;

/** Resolves once nothing has moved for the settle time, or at the deadline. */
export async function untilAtRest(
  { until, nowMs }: Pick<Recorder, 'until' | 'nowMs'>,
  { watch, deadlineMs, settleMs, onSettled }: Rest,
  signal: AbortSignal,
): Promise<void> {
  const deadlineAt = nowMs() + deadlineMs;
  const left = (): number => Math.max(0, deadlineAt - nowMs());
  do {
    if (!(await until(watch, left(), signal))) return;
    await pause(Math.min(momentMs, settleMs, left()), signal);
    if (!watch()) continue;
    await onSettled?.();
    await pause(Math.min(Math.max(0, settleMs - momentMs), left()), signal);
  } while (left() > 0 && !watch());
}
