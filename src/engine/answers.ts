// Asks an engine again and again whether it is there. Each time by a new connection: one that is kept says
// nothing of a socket that is gone.
import { request } from 'node:http';

export interface Answers {
  /** Milliseconds for which the question that is open now has had no answer; 0 when none is open. */
  readonly waitedMs: () => number;
  /**
   * For how long nothing but errors have come, in milliseconds, and the last of them; null when the last
   * question was answered.
   */
  readonly failing: () => { readonly forMs: number; readonly error: NodeJS.ErrnoException } | null;
  /** Asks, unless a question is open or the last one was asked less than `everyMs` ago. */
  readonly ask: (everyMs: number) => void;
  /** Takes back the open question: nobody was there to hear an answer. */
  readonly forget: () => void;
}

interface Open {
  readonly sinceMs: number;
  readonly hangUp: () => void;
}

export function answersOf(socketPath: string): Answers {
  let open: Open | null = null;
  let askedMs = -Infinity;
  let failing: { readonly sinceMs: number; readonly error: NodeJS.ErrnoException } | null = null;
  const forget = (): void => {
    open?.hangUp();
    open = null;
    failing = null;
  };
  const begin = (): void => {
    const sinceMs = performance.now();
    const call = request({ socketPath, path: '/_ping', agent: false, headers: { host: 'engine' } });
    const own: Open = {
      sinceMs,
      hangUp: () => {
        call.destroy();
      },
    };
    const end = (error: NodeJS.ErrnoException | null): void => {
      if (open !== own) return;
      open = null;
      failing = error === null ? null : { sinceMs: failing?.sinceMs ?? sinceMs, error };
    };
    open = own;
    askedMs = sinceMs;
    call.on('response', (response) => {
      response.resume();
      end(null);
    });
    call.on('error', end);
    call.on('socket', (socket) => {
      socket.unref();
    });
    call.end();
  };
  return {
    waitedMs: () => (open === null ? 0 : performance.now() - open.sinceMs),
    failing: () =>
      failing === null ? null : { forMs: performance.now() - failing.sinceMs, error: failing.error },
    ask: (everyMs) => {
      if (open === null && performance.now() - askedMs >= everyMs) begin();
    },
    forget,
  };
}
