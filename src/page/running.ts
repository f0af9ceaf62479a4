// The trials that run, drawn as far as they are, in the place that the page has for them.
import { html, type Markup } from '../report/page/markup.js';
import type { Timeline } from '../report/timeline/lanes.js';
import { drawInto, keepDrawn } from './draw-into.js';

export function showRunning(timelines: readonly Timeline[]): void {
  const place = document.querySelector<HTMLElement>('#now');
  if (place === null) return;
  const trials = timelines.map(({ trial }) => trial).join(' ');
  if (place.dataset['trials'] === trials) {
    for (const { trial, heading } of timelines) redraw(trial, heading);
    return;
  }
  place.dataset['trials'] = trials;
  place.innerHTML = timelines.length === 0 ? '' : section(timelines).markup;
  for (const canvas of place.querySelectorAll<HTMLElement>('.canvas')) keepDrawn(canvas);
}

function section(timelines: readonly Timeline[]): Markup {
  return html`<section class="wide" aria-labelledby="runs">
<h2 id="runs">${timelines.length === 1 ? 'The trial that runs' : 'The trials that run'}</h2>
<p class="lead">As far as the evidence goes. Point at anything, or move to it with the tab key, to see the
evidence that it rests on.</p>
${timelines.map(figure)}
<div class="detail" role="status"></div>
</section>`;
}

function figure({ trial, arm, heading }: Timeline): Markup {
  return html`<figure class="featured">
<figcaption><button type="button" class="open" data-open="${trial}">Trial ${trial}</button> <b>${arm}</b>
<span data-heading="${trial}">${heading.join('; ')}</span></figcaption>
<div class="canvas" data-draw="${trial}" data-with="${trial}"></div>
</figure>`;
}

/** Wherever it is drawn, also in a trial that was opened. */
function redraw(trial: string, heading: readonly string[]): void {
  const name = CSS.escape(trial);
  const words = document.querySelector(`[data-heading="${name}"]`);
  if (words !== null) words.textContent = heading.join('; ');
  for (const canvas of document.querySelectorAll<HTMLElement>(`.canvas[data-draw="${name}"]`))
    drawInto(canvas);
}
