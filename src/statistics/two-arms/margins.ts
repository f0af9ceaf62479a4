// The hypergeometric distribution of the failures of one arm when both margins of the two-by-two table are
// held: what Fisher's test and the conditional odds ratio are made of.
import type { Count } from './newcombe.js';

export interface Margins {
  /** The fewest failures that arm a can have. */
  readonly first: number;
  /** Probability of `first`, `first + 1`, … failures in arm a, if both arms have the same rate. */
  readonly probabilities: Float64Array;
  /** Their logarithms up to a constant, which tell them apart where they are too small for a number. */
  readonly logs: Float64Array;
}

/**
 * By the ratio of neighbours, outwards from the most likely value, then scaled to 1: no factorials, so no
 * digits are lost.
 */
export function marginsOf(a: Count, b: Count): Margins {
  const failures = a.k + b.k;
  const first = Math.max(0, failures - b.n);
  const last = Math.min(a.n, failures);
  const mode = Math.floor(((failures + 1) * (a.n + 1)) / (a.n + b.n + 2));
  const start = Math.min(last, Math.max(first, mode)) - first;
  const logs = new Float64Array(last - first + 1);
  const rising = (x: number): number =>
    Math.log(((a.n - x) * (failures - x)) / ((x + 1) * (b.n - failures + x + 1)));
  for (let index = start; index < last - first; index += 1)
    logs[index + 1] = (logs[index] ?? 0) + rising(first + index);
  for (let index = start; index > 0; index -= 1)
    logs[index - 1] = (logs[index] ?? 0) - rising(first + index - 1);
  const weights = logs.map(Math.exp);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { first, probabilities: weights.map((weight) => weight / sum), logs };
}
