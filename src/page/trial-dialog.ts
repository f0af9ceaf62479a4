// A trial opened: its timeline, alone or above another one on the same axis, its story, and what it comes to.
import { html, type Markup } from '../report/page/markup.js';
import { linesInWords, type Moment } from '../report/story/moment.js';
import type { Timeline } from '../report/timeline/lanes.js';
import { keepDrawn } from './draw-into.js';
import { fillDetail } from './evidence.js';
import { quoteInWords } from '../report/drawing/draw-spans.js';
import { timelineFor, timelinesHere } from './timelines.js';

const mark = '#trial-';

export function offerTrials(): void {
  const dialog = document.querySelector<HTMLDialogElement>('dialog#trial');
  if (dialog === null) return;
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-open]') : null;
    if (button === null) return;
    open(dialog, button.dataset['open'] ?? '', '');
    if (button.closest('dialog') !== null) focusLike(dialog, button.textContent);
  });
  dialog.addEventListener('click', (event) => {
    if (
      event.target === dialog ||
      (event.target instanceof Element && event.target.closest('.close') !== null)
    )
      dialog.close();
  });
  dialog.addEventListener('close', () => history.replaceState(null, '', location.pathname + location.search));
  if (location.hash.startsWith(mark)) open(dialog, decodeURIComponent(location.hash.slice(mark.length)), '');
}

/** Whoever goes from trial to trial by keyboard stays where he is; the last has no next one. */
function focusLike(dialog: HTMLDialogElement, label: string): void {
  const buttons = [...dialog.querySelectorAll<HTMLElement>('.trial-head button')];
  (buttons.find(({ textContent }) => textContent === label) ?? buttons.at(-1))?.focus();
}

function open(dialog: HTMLDialogElement, trial: string, beside: string): void {
  const timeline = timelineFor(trial);
  if (timeline === null) return;
  const partner = beside === '' ? null : timelineFor(beside);
  dialog.innerHTML = content(timeline, partner).markup;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  history.replaceState(null, '', `${mark}${trial}`);
  for (const canvas of dialog.querySelectorAll<HTMLElement>('.canvas')) keepDrawn(canvas);
  dialog.querySelector('select')?.addEventListener('change', (event) => {
    if (event.target instanceof HTMLSelectElement) open(dialog, trial, event.target.value);
    dialog.querySelector('select')?.focus();
  });
  for (const cite of dialog.querySelectorAll<HTMLElement>('.cite'))
    cite.addEventListener('click', () => showMoment(dialog, cite));
}

function content(timeline: Timeline, partner: Timeline | null): Markup {
  const { trial, called, arm, heading, ending, footnotes } = timeline;
  const shown = [timeline, ...(partner === null ? [] : [partner])];
  const all = timelinesHere();
  const at = all.indexOf(trial);
  const go = (to: string | undefined, label: string): Markup | null =>
    to === undefined ? null : html`<button type="button" data-open="${to}">${label}</button>`;
  const choices = all
    .filter((id) => id !== trial)
    .map(
      (id) =>
        html`<option value="${id}"${id === partner?.trial ? html` selected` : null}>${optionOf(id)}</option>`,
    );
  return html`<div class="trial-head"><h2 id="trial-title">${called} · ${arm} · ${heading.join('; ')}</h2>
<label>Beside <select><option value="">no other</option>${choices}</select>
  </label>${go(all[at - 1], 'Previous')}${go(all[at + 1], 'Next')}<button type="button"
  class="close" autofocus>Close</button></div>
<div class="trial-body">${shown.map((one) => drawing(one, shown))}
<div class="endings">${ending.map((text) => html`<p>${text}</p>`)}</div>
<h3>What happened</h3><ol class="story">${timeline.story.map((moment) => momentOf(moment, timeline))}</ol>
${footnotes.map((text) => html`<p class="footnote">${text}</p>`)}
<div class="detail" role="status"></div></div>`;
}

/** As its cell in the strip of its arm is called. */
function optionOf(trial: string): string {
  const button = document.querySelector(`main [data-open="${CSS.escape(trial)}"][aria-label]`);
  return button?.getAttribute('aria-label') ?? trial;
}

function drawing({ trial, called, arm, heading }: Timeline, shown: readonly Timeline[]): Markup {
  const title = shown.length < 2 ? null : html`<h3>${called} · ${arm} · ${heading.join('; ')}</h3>`;
  return html`${title}<div class="canvas" data-draw="${trial}"
    data-with="${shown.map((one) => one.trial).join(' ')}"></div>`;
}

function momentOf({ atMs, text, aside, lines, quotes }: Moment, { zeroMs, trial }: Timeline): Markup {
  const cite =
    lines.length === 0
      ? null
      : html` <button type="button" class="cite" data-trial="${trial}"
        data-lines="${lines.join(' ')}">${linesInWords(lines)}</button>`;
  return html`<li><time>${(Math.max(0, atMs - zeroMs) / 1000).toFixed(2)} s</time>
    <div>${text}${
      aside === null
        ? null
        : html`<span
    class="aside">${aside}</span>`
    }${cite}${quotes.map((quote) => html`<blockquote>${quoteInWords(quote)}</blockquote>`)}</div></li>`;
}

function showMoment(dialog: HTMLDialogElement, cite: HTMLElement): void {
  const timeline = timelineFor(cite.dataset['trial'] ?? '');
  const lines = (cite.dataset['lines'] ?? '').split(' ').map(Number);
  const text = timeline?.story.find((moment) => moment.lines.join() === lines.join())?.text ?? '';
  if (timeline !== null) fillDetail(dialog.querySelector('.detail'), timeline, { text, lines, quotes: [] });
}
