// The path from a number to what happened: a trial that did not hold and one of the same block that did, on
// one axis.
import { drawTimeline, reachOf } from '../drawing/draw-timeline.js';
import type { ReportModel } from '../report-model.js';
import type { Timeline } from '../timeline/lanes.js';
import type { TrialRow } from '../trial-rows.js';
import { html, nothing, type Markup } from './markup.js';

/** Pixels, for a reader without the script; the script draws again at the width that there is. */
const writtenWidth = 1040;

export function featuredPart({ trials }: ReportModel, timelines: readonly Timeline[]): Markup {
  const pair = pairOf(trials, new Set(timelines.map(({ trial }) => trial)));
  const shown = pair.flatMap((id) => timelines.find(({ trial }) => trial === id) ?? []);
  if (shown.length === 0) return nothing;
  return html`<section class="wide" aria-labelledby="featured">
<h2 id="featured">${titleOf(trials, pair)}</h2>
<p class="lead">${leadOf(trials, pair)} <span class="how">${howToPoint}</span></p>
${shown.map((timeline) => figureOf(timeline, shown))}
<div class="detail" role="status"></div>
</section>`;
}

function figureOf(timeline: Timeline, together: readonly Timeline[]): Markup {
  const { trial, arm, heading, ending } = timeline;
  const drawn = drawTimeline(timeline, { width: writtenWidth, reach: reachOf(together) });
  return html`<figure class="featured">
<figcaption>
<button type="button" class="open" data-open="${trial}">Trial ${trial}</button> <b>${arm}</b> ${heading.join('; ')}
</figcaption>
<div class="canvas" data-draw="${trial}" data-with="${together.map((one) => one.trial).join(' ')}">${drawn}</div>
<div class="ending">${ending.slice(0, 2).map((text) => html`<p>${text}</p>`)}</div>
</figure>`;
}

function titleOf(trials: readonly TrialRow[], pair: readonly string[]): string {
  if (pair.length < 2) return 'What happened in one trial';
  return sameDraw(trials, pair) ? 'Two trials of one block, on one axis' : 'Two trials, on one axis';
}

const howToRead =
  'The line marks the moment at which the head was deployed. The bar of a task is hollow while it is on its way ' +
  'and full while it is healthy.';
const howToPoint =
  'Point at anything, or move to it with the tab key and then the arrow keys, to see the evidence that it ' +
  'rests on.';

function leadOf(trials: readonly TrialRow[], pair: readonly string[]): string {
  const loaded = trials.some(({ trial, doses }) => pair.includes(trial) && doses.length > 0);
  return pair.length === 2 && loaded && sameDraw(trials, pair)
    ? `Both were asked to bear the same load. ${howToRead}`
    : howToRead;
}

/**
 * The first that drifted, or else did not hold, or showed nothing; beside it one that held, of its block if
 * there is one.
 */
export function pairOf(trials: readonly TrialRow[], drawn: ReadonlySet<string>): readonly string[] {
  const rows = trials.filter(({ trial }) => drawn.has(trial));
  const held = rows.filter(({ mark }) => mark === 'h');
  const failed = rows.filter(({ mark }) => mark !== 'h' && mark !== 'n' && mark !== '.');
  const order = ['d', 'x', '?', 'b'];
  const telling = [...failed].sort(
    (a, b) =>
      order.indexOf(a.mark) - order.indexOf(b.mark) ||
      Number(hasPartner(b, held)) - Number(hasPartner(a, held)),
  )[0];
  if (telling === undefined) return held.slice(0, 1).map(({ trial }) => trial);
  const partner = held.find(({ block }) => block === telling.block) ?? held[0];
  return [telling.trial, ...(partner === undefined ? [] : [partner.trial])];
}

function hasPartner({ block }: TrialRow, held: readonly TrialRow[]): boolean {
  return held.some((row) => row.block === block);
}

/** Of one block, and with the same loads asked for, if any: the arms of a search differ in their load. */
function sameDraw(trials: readonly TrialRow[], pair: readonly string[]): boolean {
  const draws = trials
    .filter(({ trial }) => pair.includes(trial))
    .map(({ block, doses }) =>
      JSON.stringify([block, doses.map(({ injector, target }) => [injector, target])]),
    );
  return new Set(draws).size === 1;
}
