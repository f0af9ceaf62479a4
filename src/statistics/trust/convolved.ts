// The distribution of a sum from those of its parts.

/** Of two counts that do not depend on each other: at each place the probability of that count. */
export function convolved(a: readonly number[], b: readonly number[]): readonly number[] {
  const sums = Array.from({ length: a.length + b.length - 1 }, () => 0);
  a.forEach((inA, i) => {
    b.forEach((inB, j) => {
      sums[i + j] = (sums[i + j] ?? 0) + inA * inB;
    });
  });
  return sums;
}
