// The lab's own clock. While its process does not run, as when it is stopped or the machine sleeps, no source
// looks, and no load is begun or ended in time.
import { outageOf } from './outage.js';
import type { Source } from './source.js';

const name = 'lab';
const tickMs = 200;
const stalledMs = 2000;

export const labClock: Source = {
  name,
  attach: (watch) => {
    watch.every(tickMs, outageOf(name, watch, { patienceMs: stalledMs }).saw);
    return Promise.resolve({});
  },
};
