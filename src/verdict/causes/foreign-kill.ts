// A client of the engine killed, stopped or removed the container. Swarm's own stops and those of a failed
// healthcheck are no calls to the engine, and leave a task that is `shutdown`, or an event that it was
// unhealthy.
import type { Recogniser } from './recogniser.js';

export const foreignKill: Recogniser = ({ ended, exitCode, kill, die, call, callsSeen, unhealthy }) => {
  if (ended === null || kill === null || unhealthy !== null || ended.err.includes('unhealthy container'))
    return null;
  if (ended.state !== 'failed' && ended.state !== 'complete') return null;
  const lines = [call, kill, die].filter((line) => line !== null);
  const how =
    `it was killed through the engine (signal ${kill.signal ?? 'unknown'}) and ended with ` +
    String(exitCode ?? 'no exit code');
  if (call === null && callsSeen)
    return {
      kind: 'unknown',
      detail: `${how}, and the engine's log has no call of a client that asked for it`,
      lines,
    };
  return { kind: 'foreign-write', detail: `${how}: another client asked for it`, lines };
};
