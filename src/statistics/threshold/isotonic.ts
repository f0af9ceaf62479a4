// The same answer without a curve: the failure rate only has to rise with the load. A check of the model, not
// a second opinion on chance.

/** Failures `k` of `n` trials at the load `x`. */
export interface LevelCount {
  readonly x: number;
  readonly k: number;
  readonly n: number;
}

/**
 * Centred isotonic regression (Oron and Flournoy, Statistics in Biopharmaceutical Research 9:258, 2017):
 * neighbours that fall are pooled, each pool is one point at its mean load. Returns where the line through
 * the points reaches one half; null when it never does.
 */
export function isotonicThreshold(counts: readonly LevelCount[]): number | null {
  const points = pooled(counts).map(({ x, k, n }) => ({ x, rate: k / n }));
  const after = points.findIndex(({ rate }) => rate >= 0.5);
  const [before, at] = [points[after - 1], points[after]];
  if (at === undefined) return null;
  if (at.rate === 0.5) return at.x;
  return before === undefined
    ? null
    : before.x + ((0.5 - before.rate) / (at.rate - before.rate)) * (at.x - before.x);
}

/** Pool adjacent violators; levels without a trial say nothing. */
export function pooled(counts: readonly LevelCount[]): readonly LevelCount[] {
  const pools: LevelCount[] = [];
  for (const count of counts.filter(({ n }) => n > 0)) {
    pools.push(count);
    let [before, last] = [pools.at(-2), pools.at(-1)];
    while (before !== undefined && last !== undefined && isFlatOrFalling(before, last)) {
      const n = before.n + last.n;
      pools.splice(-2, 2, { x: (before.x * before.n + last.x * last.n) / n, k: before.k + last.k, n });
      [before, last] = [pools.at(-2), pools.at(-1)];
    }
  }
  return pools;
}

/** Levels at which nothing or everything fails stay apart: there a curve may well be flat. */
function isFlatOrFalling(before: LevelCount, last: LevelCount): boolean {
  const [first, second] = [before.k / before.n, last.k / last.n];
  return first > second || (first === second && first > 0 && first < 1);
}
