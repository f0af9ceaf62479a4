// Its healthcheck failed, and the engine's executor took it down. An app that exits 0 on SIGTERM then leaves
// a task that is `complete` without error: only the health event before the kill tells.
import type { Recogniser } from './recogniser.js';

export const unhealthy: Recogniser = ({ ended, die, kill, unhealthy: event }) => {
  const said = ended?.err.includes('unhealthy container') === true;
  if (!said && event === null) return null;
  return {
    kind: 'unhealthy',
    detail:
      ended === null
        ? 'its healthcheck failed, and the engine was about to stop it when it was last seen'
        : 'its healthcheck failed, so the engine stopped it',
    lines: [event, kill, die].filter((line) => line !== null),
  };
};
