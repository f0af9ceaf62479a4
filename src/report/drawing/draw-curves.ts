// A lane of curves: amounts over time below the line that matters, each curve with its name at it.
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { formatAmount } from '../../base/units.js';
import { html, nothing, type Markup } from '../page/markup.js';
import type { Curve, CurveLane } from '../timeline/lanes.js';
import { rounded } from './axis.js';
import { nameOf } from './draw-spans.js';
import type { Drawn, Place } from './place.js';
import { drawSign } from './signs.js';
import { fitted, textWidth } from './text-width.js';

const plotHeight = 92;
const gap = 16;

export function drawCurves(lane: CurveLane, place: Place): Drawn {
  const y0 = place.y + (place.narrow ? 15 : 0);
  const amounts = lane.curves.flatMap(({ points }) => points.map(([, amount]) => amount));
  const most = Math.max(lane.limit?.amount ?? 0, ...amounts, ...lane.marks.map(({ amount }) => amount), 1);
  const y = scaleLinear([0, most * 1.12], [y0 + plotHeight, y0]);
  const scales = { ...place, amountAt: (amount: number) => rounded(y(amount)) };
  return {
    markup: html`<g
      class="lane curves">${nameOf(lane.name, place)}${limitOf(lane, scales)}${lane.curves.map((curve, index) => drawCurve(lane, { curve, index }, scales))}${marksOf(lane, scales)}</g>`,
    height: y0 - place.y + plotHeight + gap,
  };
}

interface Scales extends Place {
  readonly amountAt: (amount: number) => number;
}

function limitOf({ limit }: CurveLane, { left, right, amountAt }: Scales): Markup {
  const ground = html`<line
    class="ground-line" x1="${left}" x2="${right}" y1="${amountAt(0)}" y2="${amountAt(0)}"/>`;
  if (limit === null) return ground;
  const at = amountAt(limit.amount);
  return html`${ground}<line class="limit" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text
    class="limit-name" x="${left + 4}" y="${at + 13}">${limit.label}</text>`;
}

/** The first is filled: what everything shares. */
function drawCurve(
  lane: CurveLane,
  { curve, index }: { readonly curve: Curve; readonly index: number },
  { x, amountAt, right, left }: Scales,
): Markup {
  const points = curve.points.map(([atMs, amount]): [number, number] => [rounded(x(atMs)), amountAt(amount)]);
  const inside = points.filter(([at]) => at >= left && at <= right);
  const filled =
    index === 0
      ? html`<path class="area" d="${
          area()
            .y0(amountAt(0))
            .y1(([, at]) => at)
            .x(([at]) => at)(inside) ?? ''
        }"/>`
      : nothing;
  const path = line()(inside) ?? '';
  const peak = curve.points.reduce(
    (best, point) => (point[1] > best[1] ? point : best),
    curve.points[0] ?? [0, 0],
  );
  const label = `${curve.name}, at most ${formatAmount(peak[1], lane.unit)}`;
  return html`<g class="curve t-${curve.tone}">${filled}<path class="line"
    d="${path}"/>${curveName(label, { points: inside, right, left, below: index === 0 ? null : amountAt(0) - 5 })}</g>`;
}

interface NamePlace {
  readonly points: readonly (readonly [number, number])[];
  readonly left: number;
  readonly right: number;
  /** Where the name of a curve goes that stands on the ground below it; null: above its end. */
  readonly below: number | null;
}

function curveName(label: string, { points, right, left, below }: NamePlace): Markup {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return nothing;
  const shown = fitted(label, right - left);
  const width = textWidth(shown);
  const from = below === null ? last[0] - width : (first[0] + last[0] - width) / 2;
  return html`<text x="${rounded(Math.max(left, Math.min(from, right - width)))}"
    y="${below ?? last[1] - 6}">${shown}</text>`;
}

function marksOf({ marks }: CurveLane, { x, amountAt, lane, right, left }: Scales): Markup {
  return html`${marks.map(({ atMs, amount, sign, tone, label, text }, index) => {
    const [at, y] = [rounded(x(atMs)), amountAt(amount)];
    const after = at + 12 + textWidth(label) <= right;
    const from = after ? 12 : -12;
    const anchor = after ? 'start' : 'end';
    const shown = fitted(label, after ? right - at - 12 : at - left - 12);
    return html`<g class="mark t-${tone}" transform="translate(${at} ${y})">
<g class="shown" tabindex="0" role="button" aria-label="${text}" data-ref="${lane}.m.${index}">${drawSign(sign)}</g>
<text class="beside strong" x="${from}" y="4" text-anchor="${anchor}">${shown}</text></g>`;
  })}`;
}
