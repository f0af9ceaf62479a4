// The exact behaviour of a stop table at any rate, by carrying the probability of every (n, k) that is not yet decided
// forward trial by trial (STATISTICS: dynamic programming; no approximation, no simulation).
import type { StopTable } from './one-arm-design.js';

/** Probability of either end, and the mean number of trials. */
export interface Characteristic {
  readonly pass: number;
  readonly fail: number;
  readonly expectedTrials: number;
}

/** What a table does at the failure rate `p`: q_n(k) = q_{n-1}(k)(1-p) + q_{n-1}(k-1)p, with the decided mass taken out at each n. */
export function walkTable({ accept, reject }: StopTable, p: number): Characteristic {
  const mass = new Float64Array(accept.length + 2);
  mass[0] = 1;
  let [low, high, pass, fail, expectedTrials] = [0, 0, 0, 0, 0];
  for (let n = 1; n <= accept.length && low <= high; n += 1) {
    let below = 0;
    for (let k = low; k <= high + 1; k += 1) {
      const here = mass[k] ?? 0;
      mass[k] = here * (1 - p) + below * p;
      below = here;
    }
    const [passes, fails] = [accept[n - 1] ?? -1, reject[n - 1] ?? 0];
    let [passed, failed] = [0, 0];
    for (let k = low; k <= Math.min(passes, high + 1); k += 1) passed += mass[k] ?? 0;
    for (let k = Math.max(low, fails); k <= high + 1; k += 1) failed += mass[k] ?? 0;
    low = Math.max(low, passes + 1);
    high = Math.min(high + 1, fails - 1);
    mass[high + 1] = 0;
    mass[high + 2] = 0;
    pass += passed;
    fail += failed;
    expectedTrials += n * (passed + failed);
  }
  return { pass, fail, expectedTrials };
}
