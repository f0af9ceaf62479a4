// What is to blame, factor by factor: a picture of each effect, and the counts of each level.
import type { Attribution, Marginal } from '../../statistics/summary.js';
import type { ReportModel } from '../report-model.js';
import { perCent, pInWords } from '../words.js';
import { differenceTable, type DifferenceRow } from './difference-picture.js';
import { html, nothing, type Markup } from './markup.js';

export function attributionPart({ summary: { attribution, marginals } }: ReportModel): Markup {
  if (attribution.length === 0 && marginals.length === 0) return nothing;
  const order: readonly Attribution['verdict'][] = ['implicated', 'exonerated', 'undecided'];
  const rows = [...attribution]
    .sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
    .map(effectRow);
  return html`<section aria-labelledby="attribution">
<h2 id="attribution">What is to blame</h2>
${rows.length === 0 ? nothing : differenceTable(rows, captionOfEffects)}
${levels(marginals)}
</section>`;
}

const captionOfEffects =
  'Largest difference between two levels of each factor, in points and over all that was varied ' +
  'beside it, with its ' +
  'simultaneous 95 % interval';

const verdicts: Readonly<Record<Attribution['verdict'], string>> = {
  implicated: 'implicated',
  exonerated: 'cleared',
  undecided: 'undecided',
};

function effectRow({
  factors,
  a,
  b,
  difference,
  low,
  high,
  p,
  verdict,
  largest,
}: Attribution): DifferenceRow {
  const bound = largest === null ? '' : `, at most ${perCent(largest, 'up')} points`;
  return {
    name: `${factors.join(' × ')}: ${a} minus ${b}`,
    difference,
    low,
    high,
    note:
      `${verdicts[verdict]}${verdict === 'implicated' ? '' : bound}; ${perCent(difference)} points, ` +
      pInWords(p),
  };
}

function levels(marginals: readonly Marginal[]): Markup {
  if (marginals.length === 0) return nothing;
  const rows = marginals.map(
    ({ factor, level, k, n }) =>
      html`<tr><th scope="row">${factor}</th><td>${level}</td><td
        class="number">${n === 0 ? 'no valid trial' : `${String(k)} of ${String(n)}`}</td><td
        class="picture">${n === 0 ? nothing : bar(k / n)}</td></tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table class="levels">
    <caption>Valid trials with the event, level by level</caption><thead><tr><th scope="col">Factor</th><th
    scope="col">Level</th><th scope="col" class="number">Count</th><th scope="col">Share</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`;
}

function bar(share: number): Markup {
  return html`<svg viewBox="0 0 400 14" preserveAspectRatio="none" role="img"
    aria-label="${perCent(share)} %"><rect class="track" x="0" y="0" width="400" height="14"/><rect
    class="part" x="0" y="0" width="${Math.round(share * 400)}" height="14"/></svg>`;
}
