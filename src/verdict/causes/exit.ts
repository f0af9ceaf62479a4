// It ended of itself, or was killed through the engine by somebody: an exit code that nothing else explains.
import type { Recogniser } from './recogniser.js';

const killed = 137;

export const exit: Recogniser = ({ ended, exitCode, die, kill }) => {
  if (ended === null || exitCode === null || (ended.state !== 'failed' && ended.state !== 'complete')) return null;
  if (exitCode === killed && kill === null) return null;
  const lines = [kill, die].filter((line) => line !== null);
  if (kill !== null) return { kind: 'exit', detail: `it was killed through the engine (signal ${kill.signal ?? 'unknown'}) and exited with ${String(exitCode)}`, lines };
  return { kind: 'exit', detail: `it exited by itself with ${String(exitCode)}`, lines };
};
