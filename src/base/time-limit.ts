// A time limit that stands still while somebody else has the say: what is made to wait does not pay for it.

export interface TimeLimit {
  /** Aborts when the time is over. */
  readonly over: AbortSignal;
  /** Does the work; no time passes meanwhile, nor while others do theirs. */
  readonly outside: <T>(work: () => Promise<T>) => Promise<T>;
  /** It will not be over any more. */
  readonly end: () => void;
}

/** Begins now. */
export function timeLimit(limitMs: number): TimeLimit {
  const over = new AbortController();
  let [leftMs, fromMs, outside, ended] = [limitMs, 0, 0, false];
  let timer: NodeJS.Timeout | undefined;
  const go = (): void => {
    if (outside > 0 || ended) return;
    fromMs = performance.now();
    timer = setTimeout(() => {
      over.abort();
    }, leftMs);
  };
  const stand = (): void => {
    clearTimeout(timer);
    if (outside === 0) leftMs = Math.max(0, leftMs - (performance.now() - fromMs));
  };
  go();
  return {
    over: over.signal,
    outside: async (work) => {
      stand();
      outside += 1;
      try {
        return await work();
      } finally {
        outside -= 1;
        go();
      }
    },
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}
