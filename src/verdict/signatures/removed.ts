// The service is gone, or another one has its name.
import { causeOfForeignWrite } from '../causes/foreign-write.js';
import type { Signature } from '../story.js';

export const removed: Signature = {
  name: 'removed',
  match: (story) => {
    const { base, sightings } = story;
    const gone = sightings.find(
      (line) => !line.exists || (base !== null && line.serviceId !== base.serviceId),
    );
    if (gone === undefined) return null;
    const what = gone.exists ? 'the service was removed and made anew' : 'the service was removed';
    return {
      outcome: 'removed',
      reason: `${what} by another client during the trial`,
      cause: causeOfForeignWrite([gone], what),
    };
  },
};
