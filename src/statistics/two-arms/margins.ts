// The hypergeometric distribution of the failures of one arm when both margins of the two-by-two table are held: what
// Fisher's test and the conditional odds ratio are made of.
import type { Count } from './newcombe.js';

export interface Margins {
  /** The fewest failures that arm a can have. */
  readonly first: number;
  /** Probability of `first`, `first + 1`, … failures in arm a, if both arms have the same rate. */
  readonly probabilities: Float64Array;
}

/** By the ratio of neighbours, outwards from the most likely value, then scaled to 1: no factorials, so no digits are lost. */
export function marginsOf(a: Count, b: Count): Margins {
  const failures = a.k + b.k;
  const first = Math.max(0, failures - b.n);
  const last = Math.min(a.n, failures);
  const mode = Math.floor(((failures + 1) * (a.n + 1)) / (a.n + b.n + 2));
  const start = Math.min(last, Math.max(first, mode)) - first;
  const probabilities = new Float64Array(last - first + 1);
  probabilities[start] = 1;
  for (let index = start; index < last - first; index += 1) {
    const x = first + index;
    probabilities[index + 1] = (probabilities[index] ?? 0) * (((a.n - x) * (failures - x)) / ((x + 1) * (b.n - failures + x + 1)));
  }
  for (let index = start; index > 0; index -= 1) {
    const x = first + index;
    probabilities[index - 1] = (probabilities[index] ?? 0) * ((x * (b.n - failures + x)) / ((a.n - x + 1) * (failures - x + 1)));
  }
  const sum = probabilities.reduce((total, weight) => total + weight, 0);
  return { first, probabilities: probabilities.map((weight) => weight / sum) };
}
