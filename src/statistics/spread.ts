// The middle and the end of a few amounts.

/** Median and greatest of these; null of none. */
export function spread(amounts: readonly number[]): { readonly median: number; readonly max: number } | null {
  const sorted = [...amounts].sort((a, b) => a - b);
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  const max = sorted.at(-1);
  return lower === undefined || upper === undefined || max === undefined
    ? null
    : { median: (lower + upper) / 2, max };
}
