// What ends an engine unasked, from the moment it first answers: the end of its processes, or what the
// watchdog finds.
import { daemonUnder } from './launch.js';
import { ownProcesses } from './own-processes.js';
import { isAlive, starvedMsOf, type ProcessTag } from './processes.js';
import { watchdogLookMs, watchEngine } from './watchdog.js';

export interface Guarded {
  /** Aborts with an `engine-lost` LabError when the engine ends unasked. */
  readonly lost: AbortSignal;
  /** Its dockerd as it runs now; null when there is none. */
  readonly daemon: () => ProcessTag | null;
  /** While this work goes on, its daemon may end and another take its place. */
  readonly during: (work: () => Promise<void>) => Promise<void>;
  /** Whether such work goes on. */
  readonly isOpen: () => boolean;
  /** What ends from here on is asked for. */
  readonly end: () => void;
}

const answerMs = 5000;

interface Answering {
  /** What it is called in messages. */
  readonly called: string;
  readonly socketPath: string;
}

/** `ended` aborts when its first process has. */
export function guardEngine(
  { called, socketPath }: Answering,
  init: ProcessTag,
  ended: AbortSignal,
): Guarded {
  const lost = new AbortController();
  let dockerd = daemonUnder(init);
  const lose = (reason: unknown): void => {
    watchdog.end();
    lost.abort(reason);
  };
  const onEnd = (): void => {
    lose(ended.reason);
  };
  const watch = (): ReturnType<typeof watchEngine> =>
    watchEngine({
      engine: called,
      socketPath,
      processes: ownProcesses(init, dockerd),
      answerMs,
      lookMs: watchdogLookMs,
      onLost: lose,
      starvedMs: () => (dockerd === null ? null : starvedMsOf(dockerd)),
    });
  let watchdog = watch();
  let isOver = false;
  let isOpen = false;
  const daemon = (): ProcessTag | null => {
    if (dockerd === null || !isAlive(dockerd)) dockerd = daemonUnder(init);
    return dockerd;
  };
  ended.addEventListener('abort', onEnd, { once: true });
  return {
    lost: lost.signal,
    daemon,
    during: async (work) => {
      watchdog.end();
      isOpen = true;
      try {
        await work();
      } finally {
        isOpen = false;
        daemon();
        if (!isOver && !lost.signal.aborted) watchdog = watch();
      }
    },
    isOpen: () => isOpen,
    end: () => {
      isOver = true;
      watchdog.end();
      ended.removeEventListener('abort', onEnd);
    },
  };
}
