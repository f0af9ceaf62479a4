// What the checks behind the deploy were worth.
import { checkTable } from '../check-table.js';
import type { ReportModel } from '../report-model.js';
import { html, nothing, unbroken, type Markup } from './markup.js';

export function checksPart({ summary: { checks } }: ReportModel): Markup {
  const table = checkTable(checks);
  if (table === null) return nothing;
  const head = ['Check', ...table.truths, 'Missed', 'False alarms', 'Answers after'];
  const rows = table.rows.map(
    ({ name, cells, missed, falseAlarms, answers }) =>
      html`<tr><th scope="row">${name}</th>${[...cells, missed, falseAlarms, answers].map(
        (text) => html`<td>${unbroken(text)}</td>`,
      )}</tr>`,
  );
  return html`<section aria-labelledby="checks"><h2 id="checks">Checks, held against the outcome</h2>
<div class="scroll" tabindex="0"><table><thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}
