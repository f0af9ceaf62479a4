// A timeline as SVG text. Times become places by d3-scale and curves become paths by d3-shape; the rest is
// plain markup, so that the same function draws when a page is written and again in the page, at the width
// that it has there.
import { scaleLinear } from 'd3-scale';
import { html, type Markup } from '../page/markup.js';
import type { Timeline } from '../timeline/lanes.js';
import { axisOf, gridOf } from './axis.js';
import { bandsOf } from './bands.js';
import { drawCurves } from './draw-curves.js';
import { drawSpans } from './draw-spans.js';
import type { Place } from './place.js';
import { textWidth } from './text-width.js';

export interface Drawing {
  /** Pixels. */
  readonly width: number;
  readonly reach: Reach;
}

/** What timelines have in common that are drawn together, so that they stand on one axis. */
export interface Reach {
  /** Before and after the head's deploy. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** Of the longest name of a lane, in pixels. */
  readonly nameWidth: number;
}

const narrowBelow = 640;
/** Of the drawing: names that are longer are cut. */
const namesShare = 0.3;
const besideName = 14;
const top = 40;

/** What one or several timelines together need. */
export function reachOf(timelines: readonly Timeline[]): Reach {
  return {
    beforeMs: Math.max(...timelines.map((timeline) => originOf(timeline) - timeline.fromMs)),
    afterMs: Math.max(...timelines.map((timeline) => timeline.toMs - originOf(timeline))),
    nameWidth: Math.max(...timelines.flatMap(({ lanes }) => lanes.map(({ name }) => textWidth(name)))),
  };
}

function namesEnd(width: number, { nameWidth }: Reach): number {
  return Math.round(Math.min(nameWidth, width * namesShare));
}

function originOf({ headMs, zeroMs }: Timeline): number {
  return headMs ?? zeroMs;
}

export function drawTimeline(timeline: Timeline, { width, reach }: Drawing): Markup {
  const narrow = width < narrowBelow;
  const [left, right] = [narrow ? 4 : namesEnd(width, reach) + besideName, width - 10];
  const origin = originOf(timeline);
  const x = scaleLinear([origin - reach.beforeMs, origin + reach.afterMs], [left, right]);
  let y = top;
  const lanes = timeline.lanes.map((lane, index) => {
    const place: Place = { x, left, right, y, lane: index, narrow };
    const drawn = lane.kind === 'spans' ? drawSpans(lane, place) : drawCurves(lane, place);
    y += drawn.height;
    return drawn.markup;
  });
  const height = y + 26;
  const frame = { x, left, right, top, bottom: y };
  const label = `Timeline of ${timeline.called}, ${timeline.arm}: ${timeline.heading.join('; ')}`;
  return html`<svg class="timeline" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group"
    aria-label="${label}">
${gridOf(timeline, frame)}${bandsOf(timeline, frame)}${lanes}${axisOf(timeline, frame)}
</svg>`;
}
