// The names of a lane's curves, each with its largest amount, where it hides no other: above the end of its
// curve or its peak, below, or on the ground.
import { formatAmount } from '../../base/units.js';
import { html, type Markup } from '../page/markup.js';
import type { Curve, CurveLane } from '../timeline/lanes.js';
import { pointsOf, type Scales } from './curve-places.js';
import { rounded } from './axis.js';
import { fitted, textWidth } from './text-width.js';

/** A text's place by its left end on its base line. */
interface Spot {
  readonly from: number;
  readonly y: number;
}

/** Pixels that a row of names takes. */
export const nameHeight = 13;
const letters = 9;

export function curveNames(lane: CurveLane, scales: Scales): Markup {
  const taken: (Spot & { readonly to: number })[] = lane.marks.map(({ atMs, amount, label }) => {
    const [at, width] = [scales.x(atMs), textWidth(label, 'strong')];
    const after = at + 12 + width <= scales.right;
    return {
      from: after ? at - 8 : at - 12 - width,
      to: after ? at + 12 + width : at + 8,
      y: scales.amountAt(amount) + 4,
    };
  });
  if (lane.limit !== null)
    taken.push({
      from: scales.left,
      to: scales.left + 4 + textWidth(lane.limit.label),
      y: scales.amountAt(lane.limit.amount) + 13,
    });
  return html`${lane.curves.map((curve) => {
    const shown = fitted(nameOf(curve, lane), scales.right - scales.left, 'strong');
    const width = textWidth(shown, 'strong');
    const spots = spotsOf(curve, width, scales);
    const isFree = ({ from, y }: Spot): boolean =>
      taken.every((one) => from >= one.to || from + width <= one.from || Math.abs(y - one.y) >= nameHeight);
    const spot = spots.find(isFree) ?? spots[0];
    if (spot === undefined) return [];
    taken.push({ ...spot, to: spot.from + width });
    return html`<g class="curve t-${curve.tone}"><text x="${rounded(spot.from)}"
      y="${rounded(spot.y)}">${shown}</text></g>`;
  })}`;
}

/** `old task 4jd0…, 121 MiB seen of its 256 MiB`: between two looks it may have had more. */
function nameOf({ name, points, ownLimit = null }: Curve, { unit, limit }: CurveLane): string {
  const peak = Math.max(0, ...points.map(([, amount]) => amount));
  const own =
    ownLimit === null || ownLimit === limit?.amount ? '' : ` of its ${formatAmount(ownLimit, unit)}`;
  return `${name}, ${formatAmount(peak, unit)} seen${own}`;
}

/** The best first. */
function spotsOf(curve: Curve, width: number, scales: Scales): readonly Spot[] {
  const points = pointsOf(curve, scales);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const peak = points.reduce((best, point) => (point[1] < best[1] ? point : best), first);
  const ground = scales.amountAt(0) - 5;
  const within = (from: number): number => Math.max(scales.left, Math.min(from, scales.right - width));
  const middle = within((first[0] + last[0] - width) / 2);
  const rows = Math.floor((ground - scales.ceiling) / nameHeight);
  return [
    { from: within(last[0] - width), y: last[1] - 6 },
    { from: within(peak[0] - width / 2), y: peak[1] - 6 },
    { from: within(first[0]), y: first[1] - 6 },
    { from: middle, y: ground },
    { from: within(last[0] - width), y: last[1] + 14 },
    ...Array.from({ length: rows }, (_, row) => ({ from: middle, y: ground - row * nameHeight })),
  ].filter(({ y }) => y <= ground && y - letters >= scales.ceiling);
}
