// One timer for everything that is done again and again in a trial: to wake the process costs more than most of what is then done.

export interface Beat {
  /** Does `work` about every `ms` milliseconds, on the beat; what is due on the same beat is done in the order of these calls. */
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
  const timer = setInterval(() => {
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
  }, beatMs);
  return {
    every: (ms, work) => { all.push({ ms, work, lastMs: performance.now() }); },
    end: () => { clearInterval(timer); },
  };
}
