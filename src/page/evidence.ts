// Whatever is pointed at, or reached with the tab key, in a drawing shows its sentence, what was said and
// the lines of evidence in the panel of its place.
import { quoteInWords } from '../report/drawing/draw-spans.js';
import { html } from '../report/page/markup.js';
import type { Band, PointMark, Quote, Span, Timeline } from '../report/timeline/lanes.js';
import { timelineFor } from './timelines.js';

type Shown = Pick<Span | PointMark | Band, 'text' | 'lines'> & { readonly quotes: readonly Quote[] };

export function showEvidence(root: HTMLElement): void {
  const show = (event: Event): void => {
    const mark = event.target instanceof Element ? event.target.closest<SVGElement>('.shown') : null;
    if (mark !== null) showMark(mark);
  };
  for (const kind of ['pointerover', 'focusin', 'click'] as const) root.addEventListener(kind, show);
}

function showMark(mark: SVGElement): void {
  const timeline = timelineFor(mark.closest<HTMLElement>('[data-draw]')?.dataset['draw'] ?? '');
  const shown = timeline === null ? null : found(timeline, mark.dataset['ref'] ?? '');
  if (timeline !== null && shown !== null) fillDetail(panelOf(mark), timeline, shown);
}

function panelOf(inside: Element): Element | null {
  return (inside.closest('dialog') ?? inside.closest('section'))?.querySelector('.detail') ?? null;
}

/** `3.s.1`: of lane 3 the second span; `3.m.0` its first mark; `b.0` the first band. */
function found({ lanes, bands }: Timeline, ref: string): Shown | null {
  const [place = '', kind = '', number = ''] = ref.split('.');
  if (place === 'b') return bands[Number(kind)] ?? null;
  const lane = lanes[Number(place)];
  if (lane === undefined) return null;
  return (
    (kind === 'm'
      ? lane.marks[Number(number)]
      : lane.kind === 'spans'
        ? lane.spans[Number(number)]
        : undefined) ?? null
  );
}

export function fillDetail(
  panel: Element | null,
  { called, record }: Timeline,
  { text, lines, quotes }: Shown,
): void {
  if (panel === null) return;
  const said = quotes.map((quote) => html`<span class="said">${quoteInWords(quote)}</span>`);
  const evidence = lines.map((line) => `${String(line).padStart(4)}  ${record[line] ?? ''}`).join('\n');
  panel.innerHTML =
    html`<b>${text}</b> <span>(${called})</span>${said}${lines.length === 0 ? null : html`<pre>${evidence}</pre>`}`.markup;
}
