// Each arm as a card: its trials in launch order, one cell each, how often it did not hold, why, and at
// what price.
import { formatDuration } from '../../base/units.js';
import type { ArmSummary } from '../../statistics/summary.js';
import { legend, markInWords, signText, type StripMark } from '../mark-signs.js';
import { armsInWords } from '../arm-words.js';
import { eventWords, type EventWords } from '../event-words.js';
import type { ReportModel } from '../report-model.js';
import type { TrialRow } from '../trial-rows.js';
import { counted, perCent, rateInShort, rateInWords } from '../words.js';
import { html, nothing, type Markup } from './markup.js';
import { rateScale, ratePicture } from './rate-picture.js';

/** Of more arms, each gets a line. */
const cardsMax = 6;
/** Smaller cells for longer strips. */
const longStrip = 60;

export function armsPart(model: ReportModel, drawn: ReadonlySet<string>): Markup {
  const { summary, trials } = model;
  const words = eventWords(summary.arms);
  const what = armsInWords(model.behind.plan);
  const parts = summary.arms.map((arm) => {
    const facts = {
      rows: trials.filter((row) => row.arm === arm.name),
      drawn,
      words,
      what: what.get(arm.name) ?? '',
    };
    if (facts.rows.length === 0) return nothing;
    return summary.arms.length > cardsMax ? line(arm, facts) : card(arm, facts);
  });
  const marks = [...new Set(trials.map(({ mark }) => mark))];
  return html`<section class="first" aria-label="The arms of the campaign">
<div class="${summary.arms.length > cardsMax ? 'lines' : 'arms'}">${parts}</div>
<p class="legend">${legend(marks).map((text) => html`<span>${text}</span>`)}
<span>one cell a trial, in launch order</span></p>
</section>`;
}

interface CardFacts {
  readonly rows: readonly TrialRow[];
  readonly drawn: ReadonlySet<string>;
  readonly words: EventWords;
  /** In what it is unlike the others; may be empty. */
  readonly what: string;
}

function card(arm: ArmSummary, { rows, drawn, words, what }: CardFacts): Markup {
  const { name, event } = arm;
  const rate =
    event === null
      ? html`<p class="rate"><b>no rate</b> <span>no trial is valid</span></p>`
      : html`<p class="rate"><b>${event.k} of ${event.n}</b> <span>${words.past}</span>
        </p>${ratePicture(event)}${rateScale}<p class="interval">${rateInWords(event)}</p>`;
  return html`<article class="arm"><h2>${name}</h2>${
    what === '' ? nothing : html`<p class="what">${what}</p>`
  }${strip(rows, drawn)}${rate}<dl
    class="facts">${causes(arm)}${price(arm)}</dl></article>`;
}

/** The same in one line, without causes and price, which the notes and the table have. */
function line({ name, event }: ArmSummary, { rows, drawn, what }: CardFacts): Markup {
  const rate =
    event === null
      ? html`<p>no rate</p>`
      : html`<div>${ratePicture(event)}</div><p>${event.k} of ${event.n}, ${rateInShort(event)}</p>`;
  return html`<article class="line"><div><h2>${name}</h2>${
    what === '' ? nothing : html`<p class="what">${what}</p>`
  }</div>${strip(rows, drawn)}${rate}</article>`;
}

export function strip(rows: readonly TrialRow[], drawn: ReadonlySet<string>): Markup {
  const cells = rows.map(({ trial, mark, heading }) => {
    const label = `trial ${trial}, ${markInWords(mark)}${mark === '.' ? '' : `: ${heading}`}`;
    const inside = html`<span class="cell m-${markClass(mark)}" aria-hidden="true">${signText(mark)}</span>`;
    return drawn.has(trial)
      ? html`<li><button type="button" data-open="${trial}" aria-label="${label}"
        title="${label}">${inside}</button></li>`
      : html`<li title="${label}">${inside}<span class="away">${label}</span></li>`;
  });
  return html`<ol class="strip${rows.length > longStrip ? ' long' : ''}">${cells}</ol>`;
}

const classes: Readonly<Record<StripMark, string>> = {
  d: 'drift',
  x: 'fail',
  h: 'held',
  n: 'noop',
  b: 'base',
  '?': 'silent',
  '.': 'none',
};

export function markClass(mark: StripMark): string {
  return classes[mark];
}

function causes({ causes: found, outcomes }: ArmSummary): Markup {
  const told = Object.entries(found).sort(([, a], [, b]) => b - a);
  const ended = Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => `${outcome} ${String(count)}`);
  return html`<dt>Ended</dt><dd>${ended.length === 0 ? 'no trial yet' : ended.join(', ')}</dd>${
    told.length === 0
      ? nothing
      : html`<dt>Causes</dt><dd>${told.map(([kind, count]) => `${kind} ${String(count)}`).join(', ')}</dd>`
  }`;
}

function price({ outageMs, stillDown, masked, event }: ArmSummary): Markup {
  const parts = [
    ...(outageMs === null
      ? []
      : [
          outageMs.max === 0
            ? 'always a healthy task'
            : outageMs.median === 0
              ? `mostly always a healthy task, at worst ${formatDuration(outageMs.max)} without one`
              : `in the median ${formatDuration(outageMs.median)} without a healthy task, worst ` +
                formatDuration(outageMs.max),
        ]),
    ...(stillDown.count === 0 ? [] : [`still down at the end in ${counted(stillDown.count, 'trial')}`]),
  ];
  const share =
    event === null || event.k === 0 || masked === 0
      ? nothing
      : html`<dt>Masked</dt>
        <dd>a naive check misled in ${masked} of ${event.k} (${perCent(Math.min(1, masked / event.k))} %)</dd>`;
  return html`${parts.length === 0 ? nothing : html`<dt>Price</dt><dd>${parts.join('; ')}</dd>`}${share}`;
}
