// A lane of curves: amounts over time below the line that matters, each curve with its name at it.
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { html, nothing, type Markup } from '../page/markup.js';
import type { Curve, CurveLane } from '../timeline/lanes.js';
import { rounded } from './axis.js';
import { curveNames, nameHeight } from './curve-names.js';
import { pointsOf, type Scales } from './curve-places.js';
import { nameOf } from './draw-spans.js';
import type { Drawn, Place } from './place.js';
import { drawSign } from './signs.js';
import { fitted, textWidth } from './text-width.js';

const plotLeast = 92;
const gap = 16;

export function drawCurves(lane: CurveLane, place: Place): Drawn {
  const y0 = place.y + (place.narrow ? 15 : 0);
  const amounts = lane.curves.flatMap(({ points }) => points.map(([, amount]) => amount));
  const plotHeight = heightFor(lane, place);
  const most = Math.max(lane.limit?.amount ?? 0, ...amounts, ...lane.marks.map(({ amount }) => amount), 1);
  const y = scaleLinear([0, most * 1.12], [y0 + plotHeight, y0]);
  const scales = { ...place, amountAt: (amount: number) => rounded(y(amount)), ceiling: y0 };
  const curves = lane.curves.map((curve, index) => drawCurve({ curve, index }, scales));
  return {
    markup: html`<g
      class="lane curves">${nameOf(lane.name, place)}${limitOf(lane, scales)}${curves}${curveNames(lane, scales)}${marksOf(lane, scales)}</g>`,
    height: y0 - place.y + plotHeight + gap,
  };
}

/** Where two names find no room beside each other, each that stands at its curve takes up to two rows. */
function heightFor({ curves, marks, limit }: CurveLane, { narrow }: Place): number {
  const names = curves.length + marks.length + (limit === null ? 0 : 1);
  return narrow ? Math.max(plotLeast, 2 * names * nameHeight) : plotLeast;
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
  { curve, index }: { readonly curve: Curve; readonly index: number },
  scales: Scales,
): Markup {
  const inside = pointsOf(curve, scales);
  const ground = scales.amountAt(0);
  const filled =
    index === 0
      ? html`<path class="area" d="${
          area()
            .y0(ground)
            .y1(([, at]) => at)
            .x(([at]) => at)(inside) ?? ''
        }"/>`
      : nothing;
  return html`<g class="curve t-${curve.tone}">${filled}<path class="line" d="${line()(inside) ?? ''}"/></g>`;
}

function marksOf({ marks }: CurveLane, { x, amountAt, lane, right, left }: Scales): Markup {
  return html`${marks.map(({ atMs, amount, sign, tone, label, text }, index) => {
    const [at, y] = [rounded(x(atMs)), amountAt(amount)];
    const after = at + 12 + textWidth(label, 'strong') <= right;
    const from = after ? 12 : -12;
    const anchor = after ? 'start' : 'end';
    const shown = fitted(label, after ? right - at - 12 : at - left - 12, 'strong');
    return html`<g class="mark t-${tone}" transform="translate(${at} ${y})">
<g class="shown" tabindex="0" role="button" aria-label="${text}" data-ref="${lane}.m.${index}">${drawSign(sign)}</g>
<text class="beside strong" x="${from}" y="4" text-anchor="${anchor}">${shown}</text></g>`;
  })}`;
}
