// A curve with no more points than a picture can show: of each stretch of time its lowest and its highest
// amount stay, so that no peak is lost.

type Point = readonly [atMs: number, amount: number];

const stretches = 90;

/** Rising by moment; moments and amounts whole numbers. */
export function thinned(points: readonly Point[]): readonly Point[] {
  const whole = points.map(([atMs, amount]): Point => [Math.round(atMs), Math.round(amount)]);
  const [first, last] = [whole[0], whole.at(-1)];
  if (first === undefined || last === undefined || whole.length <= 2 * stretches) return whole;
  const width = (last[0] - first[0]) / stretches;
  const kept = new Set<Point>([first, last]);
  for (let index = 0; index < stretches; index += 1) {
    const fromMs = first[0] + index * width;
    const inside = whole
      .filter(([atMs]) => atMs >= fromMs && atMs <= fromMs + width)
      .sort((a, b) => a[1] - b[1]);
    for (const point of [inside[0], inside.at(-1)]) if (point !== undefined) kept.add(point);
  }
  return whole.filter((point) => kept.has(point));
}
