// The arms held against each other.
import type { ReportModel } from '../report-model.js';
import type { Comparison } from '../../statistics/answer.js';
import { perCent, pInWords } from '../words.js';
import { differenceTable } from './difference-picture.js';
import { html, nothing, type Markup } from './markup.js';

/** Of a factorial campaign attribution speaks instead. */
const shownComparisons = 20;

export function comparisonsPart({ summary: { comparisons } }: ReportModel): Markup {
  if (comparisons.length === 0) return nothing;
  const shown = [...comparisons].sort((a, b) => a.boschloo - b.boschloo).slice(0, shownComparisons);
  const rows = shown.map((comparison) => ({
    name: `${comparison.a} minus ${comparison.b}`,
    difference: comparison.difference,
    low: comparison.low,
    high: comparison.high,
    note: inNumbers(comparison),
  }));
  const confidence = perCent(shown[0]?.confidence ?? 0.95);
  const left = comparisons.length - shown.length;
  const more = left === 0 ? nothing : html`<p class="lead">${left} more comparisons are in summary.json.</p>`;
  return html`<section aria-labelledby="comparisons">
    <h2 id="comparisons">Arms compared</h2>${differenceTable(rows, `Difference of the rates, with its ${confidence} % interval (Newcombe)`)}${more}</section>`;
}

function inNumbers({ difference, low, high, boschloo, holm }: Comparison): string {
  const adjusted = holm === null ? '' : `, adjusted for all comparisons ${pInWords(holm)}`;
  return (
    `${perCent(difference)} points [${perCent(low)}, ${perCent(high)}], Boschloo ` +
    `${pInWords(boschloo)}${adjusted}`
  );
}
