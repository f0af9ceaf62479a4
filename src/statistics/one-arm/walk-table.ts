// The exact behaviour of a stop table at any rate, by carrying the probability of every (n, k) that is not
// yet decided forward trial by trial: no approximation, no simulation.
import type { StopTable } from './one-arm-design.js';

/** Probability of either end, and the mean number of trials. */
export interface Characteristic {
  readonly pass: number;
  readonly fail: number;
  readonly expectedTrials: number;
}

/** A way to end: after `n` trials with `k` failures. */
export interface StopPoint {
  readonly n: number;
  readonly k: number;
  readonly decision: 'pass' | 'fail';
}

/** What a table does at the failure rate `p`. */
export function walkTable(table: StopTable, p: number): Characteristic {
  let [pass, fail, expectedTrials] = [0, 0, 0];
  walk(table, p, (n, _k, decision, probability) => {
    if (decision === 'pass') pass += probability;
    else fail += probability;
    expectedTrials += n * probability;
  });
  return { pass, fail, expectedTrials };
}

/** Every way to end, with its probability at the failure rate `p`. */
export function stopPoints(
  table: StopTable,
  p: number,
): readonly (StopPoint & { readonly probability: number })[] {
  const points: (StopPoint & { readonly probability: number })[] = [];
  walk(table, p, (n, k, decision, probability) => points.push({ n, k, decision, probability }));
  return points;
}

type Visit = (n: number, k: number, decision: 'pass' | 'fail', probability: number) => void;

/** q_n(k) = q_{n-1}(k)(1-p) + q_{n-1}(k-1)p, with the decided mass taken out at each n. */
function walk({ accept, reject }: StopTable, p: number, visit: Visit): void {
  const mass = new Float64Array(accept.length + 2);
  mass[0] = 1;
  let [low, high] = [0, 0];
  for (let n = 1; n <= accept.length && low <= high; n += 1) {
    let below = 0;
    for (let k = low; k <= high + 1; k += 1) {
      const here = mass[k] ?? 0;
      mass[k] = here * (1 - p) + below * p;
      below = here;
    }
    const [passes, fails] = [accept[n - 1] ?? -1, reject[n - 1] ?? 0];
    for (let k = low; k <= Math.min(passes, high + 1); k += 1) visit(n, k, 'pass', mass[k] ?? 0);
    for (let k = Math.max(low, fails); k <= high + 1; k += 1) visit(n, k, 'fail', mass[k] ?? 0);
    low = Math.max(low, passes + 1);
    high = Math.min(high + 1, fails - 1);
    mass[high + 1] = 0;
    mass[high + 2] = 0;
  }
}
