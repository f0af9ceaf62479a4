// Waiting for something to change: whoever waits is woken at the next change, in the order of arrival.
import { reasonOf } from '../base/deadline.js';

interface Turns {
  /** Resolves at the next `advance`; rejects with the signal's reason when it aborts first. */
  readonly next: (signal: AbortSignal) => Promise<void>;
  readonly advance: () => void;
}

export function createTurns(): Turns {
  let waiting: (() => void)[] = [];
  return {
    next: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(reasonOf(signal));
          return;
        }
        const onAbort = (): void => {
          reject(reasonOf(signal));
        };
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.push(() => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        });
      }),
    advance: () => {
      const woken = waiting;
      waiting = [];
      woken.forEach((wake) => {
        wake();
      });
    },
  };
}
