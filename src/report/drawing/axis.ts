// The axis of time: seconds since the story began, and the head's deploy as a line through all lanes.
import type { ScaleLinear } from 'd3-scale';
import { scaleLinear } from 'd3-scale';
import { html, nothing, type Markup } from '../page/markup.js';
import type { Timeline } from '../timeline/lanes.js';

export interface Frame {
  readonly x: ScaleLinear<number, number>;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels between two marks of the axis, about. */
const tickEvery = 76;

export function gridOf(timeline: Timeline, frame: Frame): Markup {
  const lines = ticks(timeline, frame).map(
    ({ at }) => html`<line x1="${at}" x2="${at}" y1="${frame.top - 6}" y2="${frame.bottom}"/>`,
  );
  return html`<g class="grid">${lines}</g>`;
}

export function axisOf(timeline: Timeline, frame: Frame): Markup {
  const labels = ticks(timeline, frame).map(
    ({ at, text }) => html`<text x="${at}" y="${frame.bottom + 16}" text-anchor="middle">${text}</text>`,
  );
  return html`<g class="axis">${labels}</g>${headLine(timeline, frame)}`;
}

function ticks(
  { zeroMs }: Timeline,
  { x, left, right }: Frame,
): readonly { readonly at: number; readonly text: string }[] {
  const [from = 0, to = 0] = x.domain().map((ms) => (ms - zeroMs) / 1000);
  const seconds = scaleLinear([from, to], [left, right]);
  return seconds
    .ticks(Math.max(2, Math.floor((right - left) / tickEvery)))
    .map((value) => ({ at: rounded(seconds(value)), text: `${String(value).replace('-', '\u2212')} s` }))
    .filter(({ at }) => at > left + 8 && at < right - 8);
}

function headLine({ headMs }: Timeline, { x, right, top, bottom }: Frame): Markup {
  if (headMs === null) return nothing;
  const at = rounded(x(headMs));
  const anchor = at > right - 110 ? 'end' : 'start';
  return html`<g class="head-line"><line x1="${at}" x2="${at}" y1="${top - 26}" y2="${bottom}"/><text
    x="${at + (anchor === 'end' ? -5 : 5)}" y="${top - 18}" text-anchor="${anchor}">head deployed</text></g>`;
}

export function rounded(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
