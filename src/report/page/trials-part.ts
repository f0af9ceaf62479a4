// Every trial in a table that can be filtered, and said of which ones the page has the timeline.
import { counted } from '../../base/counted.js';
import { formatAmount, formatDuration } from '../../base/units.js';
import { markInWords, signText } from '../mark-signs.js';
import type { ReportModel } from '../report-model.js';
import type { TrialRow } from '../trial-rows.js';
import { markClass } from './arms-part.js';
import { html, nothing, type Markup } from './markup.js';

/** A table of more is laid out only when it comes into view. */
const manyTrials = 200;

export function trialsPart({ trials }: ReportModel, drawn: ReadonlySet<string>): Markup {
  if (trials.length === 0) return nothing;
  return html`<section class="wide${trials.length > manyTrials ? ' many' : ''}" aria-labelledby="trials">
<h2 id="trials">Every trial</h2>
<p class="lead">${limitOf(trials, drawn)} <span class="narrow">Load, price and why are to the right.</span></p>
${filters(trials)}
<div class="scroll" role="region" aria-labelledby="trials" tabindex="0"><table class="trials">
<thead><tr><th scope="col">Trial</th><th scope="col">Arm</th><th scope="col">Outcome</th><th scope="col">Load</th>
<th scope="col">Price</th><th scope="col">Why</th></tr></thead>
<tbody>${trials.map((row) => tableRow(row, drawn.has(row.trial)))}</tbody>
</table></div>
</section>`;
}

/** Timelines that the page does not have are one command away. */
function limitOf(trials: readonly TrialRow[], drawn: ReadonlySet<string>): Markup {
  const ran = trials.filter(({ mark }) => mark !== '.').length;
  if (drawn.size >= ran) return html`Open one to see its timeline and read its story.`;
  const all = `driftlab report --format html --timelines ${String(ran)}`;
  return html`This page has the timelines of ${drawn.size} of ${counted(ran, 'trial')}: first of those that did not hold or showed
nothing, then of those that held beside them. <code>driftlab explain</code> tells any other, <code>${all}</code> draws them all.`;
}

function filters(trials: readonly TrialRow[]): Markup {
  const choice = (name: string, label: string, values: readonly string[]): Markup =>
    html`<label>${label} <select data-filter="${name}"><option
      value="">all</option>${[...new Set(values)].sort().map((value) => html`<option>${value}</option>`)}</select></label>`;
  return html`<form class="filters" aria-label="Filter the trials">${choice(
    'arm',
    'Arm',
    trials.map(({ arm }) => arm),
  )}${choice(
    'outcome',
    'Outcome',
    trials.map((row) => row.outcome ?? 'not run'),
  )}${choice(
    'cause',
    'Cause',
    trials.map((row) => row.cause ?? 'none'),
  )}<output data-count>${trials.length} of ${counted(trials.length, 'trial')}</output></form>`;
}

function tableRow(row: TrialRow, isDrawn: boolean): Markup {
  const { trial, arm, mark, outcome, cause } = row;
  const name = isDrawn
    ? html`<button type="button" class="open" data-open="${trial}">${trial}</button>`
    : html`${trial}`;
  const sign = html`<span class="cell m-${markClass(mark)}" aria-hidden="true">${signText(mark)}</span>`;
  const said = mark === '.' || mark === 'h' ? markInWords(mark) : row.heading;
  return html`<tr data-arm="${arm}" data-outcome="${outcome ?? 'not run'}" data-cause="${cause ?? 'none'}">
    <th scope="row">${name}</th><td>${arm}</td><td class="outcome"><div>${sign}<span>${said}</span></div>
    </td><td class="number">${loadOf(row)}</td><td>${priceOf(row)}</td>
    <td>${row.detail || (mark === 'h' ? '' : row.reason)}</td></tr>
`;
}

function loadOf({ doses: [dose] }: TrialRow): string {
  return dose === undefined ? '' : formatAmount(dose.achieved ?? dose.target, dose.unit);
}

function priceOf({ outageMs, downFromMs }: TrialRow): string {
  if (downFromMs !== null) return 'still down at the end';
  return outageMs === null || outageMs === 0 ? '' : `${formatDuration(outageMs)} down`;
}
