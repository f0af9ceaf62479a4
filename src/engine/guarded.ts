// What ends an engine unasked, from the moment it first answers: the end of its processes, or what the
// watchdog finds.
import type { EngineRecord } from './engine-record.js';
import { ownProcesses } from './own-processes.js';
import { childOf, isAlive, starvedMsOf, type ProcessTag } from './processes.js';
import { watchdogLookMs, watchEngine } from './watchdog.js';

export interface Guarded {
  /** Aborts with an `engine-lost` LabError when the engine ends unasked. */
  readonly lost: AbortSignal;
  /** Its dockerd as it runs now; null when there is none. */
  readonly daemon: () => ProcessTag | null;
  /** What ends from here on is asked for. */
  readonly end: () => void;
}

const answerMs = 5000;

/** `ended` aborts when its first process has. */
export function guardEngine({ id, socketPath }: EngineRecord, init: ProcessTag, ended: AbortSignal): Guarded {
  const lost = new AbortController();
  let dockerd = childOf(init, 'dockerd');
  const lose = (reason: unknown): void => {
    watchdog.end();
    lost.abort(reason);
  };
  const onEnd = (): void => {
    lose(ended.reason);
  };
  const watchdog = watchEngine({
    engine: `engine ${id}`,
    socketPath,
    processes: ownProcesses(init, dockerd),
    answerMs,
    lookMs: watchdogLookMs,
    onLost: lose,
    starvedMs: () => (dockerd === null ? null : starvedMsOf(dockerd)),
  });
  ended.addEventListener('abort', onEnd, { once: true });
  return {
    lost: lost.signal,
    daemon: () => {
      if (dockerd === null || !isAlive(dockerd)) dockerd = childOf(init, 'dockerd');
      return dockerd;
    },
    end: () => {
      watchdog.end();
      ended.removeEventListener('abort', onEnd);
    },
  };
}
