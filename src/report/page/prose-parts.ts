// The parts of the page that are words: the answer, the notes behind it, what is not sure, and how to go on.
import type { Note } from '../notes.js';
import { provenanceInWords } from '../provenance.js';
import type { ReportModel } from '../report-model.js';
import type { Told } from '../told.js';
import { markInWords } from '../mark-signs.js';
import { html, nothing, type Markup } from './markup.js';

/** The first sentence answers; the others say how far it carries. */
export function answerPart({ title, question }: ReportModel, { header, answer }: Told): Markup {
  const [first = '', ...rest] = answer;
  const asked = question === '' ? nothing : html`<p class="question">${question}</p>`;
  return html`<header>
<p class="masthead"><strong>${title}</strong><span>${header.join(' · ')}</span></p>
<h1>${asked}<span class="answer">${first}</span></h1>
${rest.length === 0 ? nothing : html`<p class="rest">${rest.join(' ')}</p>`}
</header>`;
}

const headings = { why: 'What stands behind it', trust: 'How far it can be trusted' } as const;
const ofTrust: readonly Note['label'][] = ['Unsure', 'Rerun', 'Left out', 'Damaged', 'Trust', 'Differs'];

export function notesPart({ notes }: Told, which: keyof typeof headings): Markup {
  const shown = notes.filter(({ label }) => ofTrust.includes(label) === (which === 'trust'));
  if (shown.length === 0) return nothing;
  const labels = [...new Set(shown.map(({ label }) => label))];
  const items = labels.map(
    (label) =>
      html`<dt>${label}</dt>${shown.filter((note) => note.label === label).map(({ text }) => html`<dd>${text}</dd>`)}`,
  );
  return html`<section aria-labelledby="${which}"><h2 id="${which}">${headings[which]}</h2><dl
    class="notes">${items}</dl></section>`;
}

/** Trials that showed nothing, each with its reason: they count for no rate. */
export function silentPart({ trials }: ReportModel): Markup {
  const silent = trials.filter(({ mark }) => mark === '?' || mark === 'b');
  if (silent.length === 0) return nothing;
  const rows = silent.map(
    ({ trial, arm, mark, reason }) => html`<li><b>${trial}</b> ${arm}, ${markInWords(mark)}: ${reason}</li>`,
  );
  return html`<section aria-labelledby="silent"><h2 id="silent">Trials that showed nothing</h2><ul
    class="silent">${rows}</ul></section>`;
}

export function nextPart({ next }: Told): Markup {
  if (next.length === 0) return nothing;
  const commands = next.map(
    (command) =>
      html`<li><code>${command}</code><button type="button" class="copy"
        data-copy="${command}">Copy</button></li>`,
  );
  return html`<section aria-labelledby="next"><h2 id="next">Go on</h2><ul class="commands">${commands}</ul>
    </section>`;
}

export function provenancePart({ provenance, summary }: ReportModel): Markup {
  const parts = [
    ...provenanceInWords(provenance),
    `campaign ${summary.campaign}`,
    `scenario SHA-256 ${summary.scenario.sha256.slice(0, 12)}`,
  ];
  return html`<footer><h2>Where these numbers come from</h2><p>${parts.join(' · ')}</p></footer>`;
}
