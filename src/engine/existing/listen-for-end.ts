// Hears when an existing engine goes away or starts anew: a quiet stream of its events that breaks then, and
// its swarm forgets what it monitored.
import { withDeadline } from '../../base/deadline.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import { watchdogLookMs, watchEngine } from '../watchdog.js';
import { nameOf } from './address.js';
import type { Connection } from './connect.js';

export interface EndOfEngine {
  /** Aborts with an `engine-lost` LabError when the engine was lost. */
  readonly lost: AbortSignal;
  readonly hangUp: () => void;
}

const askMs = 15_000;
/**
 * Its processes cannot be looked at, and the way to it may be long: an engine that is starved is given its
 * time.
 */
const answerMs = 15_000;

/** Resolves when the engine has begun to tell. */
export async function listenForEnd(
  { docker, address, socketPath, broken }: Connection,
  signal: AbortSignal,
): Promise<EndOfEngine> {
  const stream = await withDeadline(`listening to ${nameOf(address)}`, askMs, signal, () =>
    docker.getEvents({ filters: JSON.stringify({ type: ['daemon'] }) }),
  );
  const lost = new AbortController();
  const lose = (why: string): void => {
    lost.abort(
      new LabError('engine-lost', `${nameOf(address)} ${why}`, {
        hint: 'it was restarted, or the way to it broke; see its log',
      }),
    );
  };
  const onClose = (): void => {
    lose('hung up');
  };
  const watchdog = watchEngine({
    engine: nameOf(address),
    socketPath,
    processes: () => [],
    starvedMs: () => null,
    answerMs,
    lookMs: watchdogLookMs,
    onLost: (reason) => {
      lost.abort(reason);
    },
  });
  stream.on('error', (error) => {
    lose(`was lost: ${messageOf(error)}`);
  });
  stream.on('close', onClose);
  stream.resume();
  return {
    lost: broken === null ? lost.signal : AbortSignal.any([lost.signal, broken]),
    hangUp: () => {
      watchdog.end();
      stream.off('close', onClose);
      (stream as unknown as { destroy: () => void }).destroy();
    },
  };
}
