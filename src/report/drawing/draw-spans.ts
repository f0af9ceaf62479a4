// A lane of spans with marks: each is labelled where there is room, on it or beside it; the rest tells
// whoever points.
import { html, nothing, type Markup } from '../page/markup.js';
import type { PointMark, Quote, Span, SpanLane } from '../timeline/lanes.js';
import { rounded } from './axis.js';
import type { Drawn, Place } from './place.js';
import { drawSign } from './signs.js';
import { fitted, textWidth } from './text-width.js';

const barHeight = 16;
const rowHeight = 15;
const gap = 11;
/** Half of what a sign takes. */
const signHalf = 8;

export function drawSpans(lane: SpanLane, place: Place): Drawn {
  const y = place.y + (place.narrow ? 15 : 0);
  const spans = lane.spans.map((span, index) =>
    drawSpan(span, { ...place, y }, `${String(place.lane)}.s.${String(index)}`),
  );
  const beside = labelsBeside(lane, { ...place, y });
  const marks = lane.marks.map((mark, index) =>
    drawMark(mark, { ...place, y }, `${String(place.lane)}.m.${String(index)}`),
  );
  const quotes = quotesBelow(lane, { ...place, y: y + barHeight + (beside.rows - 1) * rowHeight });
  return {
    markup: html`<g class="lane">${nameOf(lane.name, place)}${spans}${marks}${beside.markup}${quotes}</g>`,
    height:
      y - place.y + barHeight + (beside.rows - 1) * rowHeight + (quotes === nothing ? 0 : rowHeight) + gap,
  };
}

export function nameOf(name: string, { left, y, narrow }: Pick<Place, 'left' | 'y' | 'narrow'>): Markup {
  return narrow
    ? html`<text class="name" x="${left}" y="${y + 8}">${name}</text>`
    : html`<text class="name" x="${left - 14}" y="${y + 12}"
      text-anchor="end">${fitted(name, left - 14)}</text>`;
}

function drawSpan({ fromMs, toMs, fill, tone, label, text }: Span, { x, y }: Place, ref: string): Markup {
  const [from, width] = [rounded(x(fromMs)), rounded(Math.max(3, x(toMs) - x(fromMs)))];
  const inside =
    textWidth(label) + 4 < width
      ? html`<text class="on" x="${from + 6}" y="${y + 12}">${label}</text>`
      : nothing;
  return html`<g class="span ${fill} t-${tone}">
<g class="shown" tabindex="0" role="button" aria-label="${text}" data-ref="${ref}">
<rect x="${from}" y="${y}" width="${width}" height="${barHeight}" rx="2"/></g>${inside}</g>`;
}

function drawMark({ atMs, sign, tone, text }: PointMark, { x, y }: Place, ref: string): Markup {
  const at = rounded(x(atMs));
  return html`<g class="mark shown t-${tone}" tabindex="0" role="button" aria-label="${text}"
    data-ref="${ref}" transform="translate(${at} ${y + barHeight / 2})">${drawSign(sign)}</g>`;
}

interface Label {
  /** Where it begins beside its span or mark. */
  readonly at: number;
  /** Where it begins in a row below, so that it stands under its own span and under no other's. */
  readonly under: number;
  readonly text: string;
  readonly look: string;
}

/**
 * Labels that found no room on their span, and those of marks: each in the first row in which it is free.
 * What stands on a longer span of the same lane is not said again.
 */
function labelsBeside(
  lane: SpanLane,
  { x, y, left, right }: Place,
): { readonly markup: Markup; readonly rows: number } {
  const fits = ({ label, fromMs, toMs }: Span): boolean => textWidth(label) + 4 < x(toMs) - x(fromMs);
  const isSaid = ({ label, tone }: Span): boolean =>
    lane.spans.some((other) => other.label === label && other.tone === tone && fits(other));
  const labels: readonly Label[] = [
    ...lane.spans
      .filter((span) => span.label !== '' && !fits(span) && !isSaid(span))
      .map(({ label, fromMs, toMs, tone }) => ({
        at: x(toMs) + 5,
        under: x(fromMs),
        text: label,
        look: ` of-span t-${tone}`,
      })),
    ...lane.marks.map(({ atMs, label, tone }) => ({
      at: x(atMs) + 12,
      under: x(atMs) + 12,
      text: label,
      look: tone === 'bad' ? ' strong' : '',
    })),
  ].sort((a, b) => a.at - b.at);
  const taken: { row: number; from: number; to: number }[] = [
    ...lane.spans.map((span) => ({ row: 0, from: x(span.fromMs), to: x(span.toMs) })),
    ...lane.marks.map(({ atMs }) => ({ row: 0, from: x(atMs) - signHalf, to: x(atMs) + signHalf })),
  ];
  const drawn = labels.map(({ at, under, text, look }) => {
    const weight = look === ' strong' ? 'strong' : 'plain';
    const shown = fitted(text, right - left, weight);
    const width = textWidth(shown, weight);
    const isBefore = at + width > right;
    const beside = isBefore ? Math.max(left, Math.min(at - 24, right) - width) : at;
    const below = under === at ? beside : Math.max(left, Math.min(under, right - width));
    const isFree = (row: number): boolean => {
      const from = row === 0 ? beside : below;
      return taken.every((one) => one.row !== row || from >= one.to || from + width <= one.from);
    };
    const row = firstRow(isFree);
    const from = row === 0 ? beside : below;
    taken.push({ row, from, to: from + width });
    const anchor = isBefore && from === beside && from > left ? html` text-anchor="end"` : null;
    const place = rounded(anchor === null ? from : from + width);
    return {
      row,
      markup: html`<text class="beside${look}" x="${place}"
        y="${y + 12 + row * rowHeight}"${anchor}>${shown}</text>`,
    };
  });
  return {
    markup: html`${drawn.map(({ markup }) => markup)}`,
    rows: 1 + Math.max(0, ...drawn.map(({ row }) => row)),
  };
}

/** Each label that has no room takes a row of its own at the latest, so there is one. */
function firstRow(isFree: (row: number) => boolean): number {
  let row = 0;
  while (!isFree(row)) row += 1;
  return row;
}

/** The app's last words, below the end of its task. */
function quotesBelow({ marks }: SpanLane, { x, y, left, right }: Place): Markup {
  const [mark] = marks.filter(({ quotes }) => quotes.length > 0);
  const last = mark?.quotes.at(-1);
  if (mark === undefined || last === undefined) return nothing;
  const text = fitted(quoteInWords(last), right - left);
  const from = Math.max(left, Math.min(x(mark.atMs) + 12, right - textWidth(text)));
  return html`<text class="quote" x="${rounded(from)}" y="${y + 12}">${text}</text>`;
}

const speakers: Readonly<Record<Quote['by'], string>> = {
  app: 'the app',
  answer: 'the app, when it was asked to stop',
  probe: 'its health check',
  check: 'the check',
};

export function quoteInWords({ by, text }: Quote): string {
  const who = speakers[by];
  return text === '' ? `${who} said nothing` : `${who}: \u201C${text}\u201D`;
}
