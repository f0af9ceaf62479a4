import { scaleLinear } from 'd3-scale';
import { describe, expect, it } from 'vitest';
import { drawSpans } from '../../src/report/drawing/draw-spans.js';
import type { Span } from '../../src/report/timeline/lanes.js';

const span = (fromMs: number, toMs: number, label: string, tone: Span['tone']): Span => ({
  fromMs,
  toMs,
  label,
  text: label,
  tone,
  fill: tone === 'bad' ? 'hatched' : 'solid',
  lines: [],
  quotes: [],
});
const x = scaleLinear([0, 1000], [0, 1000]);
const drawn = (spans: readonly Span[]): string =>
  drawSpans(
    { kind: 'spans', name: 'health', spans, marks: [] },
    { x, left: 0, right: 1000, y: 0, lane: 0, narrow: false },
  ).markup.markup;
const beside = (markup: string): readonly string[] =>
  [...markup.matchAll(/class="beside([^"]*)" x="([\d.]+)"\s+y="([\d.]+)"[^>]*>([^<]*)</g)].map((match) =>
    match.slice(1).join('|'),
  );

describe('the label of a span without room for it', () => {
  it('stands in the colour of its own span, and begins under it rather than under the next', () => {
    const found = beside(
      drawn([span(100, 130, 'a healthy task', 'good'), span(130, 900, 'no healthy task', 'bad')]),
    );
    expect(found).toEqual([' of-span t-good|100|27|a healthy task']);
  });

  it('stands beside it where nothing else does', () => {
    expect(beside(drawn([span(100, 130, 'a healthy task', 'good')]))).toEqual([
      ' of-span t-good|135|12|a healthy task',
    ]);
  });

  it('is not said again where a longer span of the lane says it, but is where that means something else', () => {
    const long = span(500, 900, 'healthy', 'good');
    expect(beside(drawn([span(100, 110, 'healthy', 'good'), long]))).toEqual([]);
    expect(beside(drawn([span(100, 110, 'healthy', 'old'), long]))).toHaveLength(1);
  });
});
