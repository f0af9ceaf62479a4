// Looks again and again until there is an answer, as a script does that sleeps in between. At its timeout it
// says that the upgrade did not go well, as such scripts do.
import { pause } from '../base/deadline.js';
import { formatDuration } from '../base/units.js';
import type { CheckAnswer } from '../trial/ports.js';
import { said } from './check.js';

export interface Polling {
  readonly timeoutMs: number;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** The answer, or what it still waits for. */
  readonly look: (signal: AbortSignal) => Promise<CheckAnswer | string>;
}

export async function polled(
  { timeoutMs, everyMs, look }: Polling,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const found = await look(signal);
    if (typeof found !== 'string') return found;
    if (performance.now() + everyMs >= giveUpAt)
      return said('bad', `gave up after ${formatDuration(timeoutMs)}: ${found}`);
    await pause(everyMs, signal);
  }
}
