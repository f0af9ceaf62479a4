// One timer for everything that is done again and again in a trial, and the same moments in every trial of
// the process: to wake it costs more than most of what is then done.

export interface Beat {
  /**
   * Does `work` about every `ms` milliseconds, on the beat; what is due on the same beat is done in the order
   * of these calls.
   */
  readonly every: (ms: number, work: () => void) => void;
  readonly end: () => void;
}

interface Repeated {
  readonly ms: number;
  readonly work: () => void;
  lastMs: number;
}

/** What `work` throws goes to `onError` and keeps nothing else from being done. */
export function startBeat(beatMs: number, onError: (error: unknown) => void): Beat {
  const all: Repeated[] = [];
  const beat = (): void => {
    timer = nextBeat();
    const nowMs = performance.now();
    for (const one of all) {
      if (nowMs - one.lastMs < one.ms - beatMs / 2) continue;
      one.lastMs = nowMs;
      try {
        one.work();
      } catch (error) {
        onError(error);
      }
    }
  };
  const nextBeat = (): NodeJS.Timeout => setTimeout(beat, untilNextMs(beatMs));
  let timer = nextBeat();
  return {
    every: (ms, work) => {
      all.push({ ms, work, lastMs: performance.now() });
    },
    end: () => {
      clearTimeout(timer);
    },
  };
}

/**
 * Beats are at the whole multiples of their length. A timer may run out a little early: the beat that it was
 * for is not made twice.
 */
function untilNextMs(beatMs: number): number {
  const leftMs = beatMs - (performance.now() % beatMs);
  return leftMs < beatMs / 4 ? leftMs + beatMs : leftMs;
}
