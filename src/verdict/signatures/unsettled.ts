// Swarm had not made up its mind when observation ended. It knows no start timeout, so this can last for
// ever.
import { startGraceMs } from '../../evidence/progress.js';
import { causeOfFirstDeath, causeOfWaiting, unknownCause } from '../causes/culprit.js';
import { isLiveHead, observedUntilMs, type Signature } from '../story.js';

export const unsettled: Signature = {
  name: 'unsettled',
  match: (story) => {
    const { live, headSeen } = story;
    if (!isLiveHead(story) || live === null) return null;
    if (live.update?.state === 'updating') {
      const cause =
        causeOfFirstDeath(story) ??
        causeOfWaiting(story) ??
        unknownCause('no task of the head is on record that failed or waits', live);
      return { outcome: 'unsettled', reason: 'swarm was still updating when observation ended', cause };
    }
    if (live.update !== null || headSeen === null) return null;
    const waitedMs = observedUntilMs(story.lines) - headSeen.atMs;
    if (waitedMs < startGraceMs)
      return {
        outcome: 'unsettled',
        reason: 'swarm had not begun the update when observation ended',
        cause: unknownCause('observation ended too early', live),
      };
    const reason =
      `swarm showed no update status for ${String(Math.round(waitedMs))} ms, though the head replaces ` +
      'tasks';
    return { outcome: 'inconclusive', reason, cause: null };
  },
};
