// The lab's own clock. While its process does not run, as when it is stopped or the machine sleeps, no source
// looks, and no load is begun or ended in time.
import { outageOf } from './outage.js';
import type { Source } from './source.js';

const name = 'lab';
const tickMs = 200;
const stalledMs = 2000;

export const labClock: Source = {
  name,
  summary: "the lab's own clock: moments in which its process did not run",
  watches: 'swarm',
  attach: (watch) => {
    const { saw } = outageOf(name, watch, { patienceMs: stalledMs });
    watch.every(tickMs, saw);
    // A process that goes on may be through with everything else before a timer is served.
    const see = (): Promise<void> => {
      saw();
      return Promise.resolve();
    };
    return Promise.resolve({ look: see, collect: see });
  },
};
