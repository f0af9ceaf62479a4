// The report for a pull request's comment or a CI job's summary: the answer, a table of the arms, and why.
import { formatDuration } from '../../base/units.js';
import { checkTable } from '../check-table.js';
import type { ArmSummary } from '../../statistics/summary.js';
import { legend, signText, type StripMark } from '../mark-signs.js';
import { oneLine } from '../outside-text.js';
import { provenanceInWords } from '../provenance.js';
import type { ArmRow, ReportModel } from '../report-model.js';
import { told } from '../told.js';
import { rateInShort } from '../words.js';
import type { Format } from './format.js';
import { literal } from './literal.js';

export const markdown: Format = {
  name: 'markdown',
  summary: 'for a pull request or the summary of a CI job',
  render: (model) =>
    `${sections(model)
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`,
};

/** A comment is read, not scrolled: of a longer strip the newest. */
const stripMax = 60;

function sections(model: ReportModel): readonly (readonly string[])[] {
  const { header, answer, notes, next } = told(model);
  const [first = '', ...rest] = answer.map(literal);
  return [
    [`### ${literal(model.title)}`],
    model.question === '' ? [] : [`> ${literal(model.question)}`],
    [[`**${first}**`, ...rest].join(' ')],
    table(model),
    checks(model),
    notes.map(({ label, text }) => `- **${label}** ${literal(text)}`),
    next.length === 0 ? [] : ['```sh', ...next.map(oneLine), '```'],
    [`<sub>${[...header, ...provenanceInWords(model.provenance)].map(literal).join(' · ')}</sub>`],
  ];
}

function table({ arms, summary }: ReportModel): readonly string[] {
  const marks = legend(arms.flatMap(({ sequence }) => sequence.split('') as StripMark[])).join(', ');
  return [
    '| arm | trials in launch order | did not hold | rate | causes | price |',
    '| --- | --- | ---: | --- | --- | --- |',
    ...arms.map((arm) => row(arm, summary.arms.find(({ name }) => name === arm.name) ?? null)),
    '',
    `<sub>${marks}</sub>`,
  ];
}

function checks({ summary }: ReportModel): readonly string[] {
  const found = checkTable(summary.checks);
  if (found === null) return [];
  const line = (cells: readonly string[]): string => `| ${cells.map(literal).join(' | ')} |`;
  const head = ['check', ...found.truths, 'missed', 'false alarms', 'answers after'];
  return [
    line(head),
    line(head.map(() => '---')),
    ...found.rows.map((own) => line([own.name, ...own.cells, own.missed, own.falseAlarms, own.answers])),
  ];
}

function row({ name, sequence, event }: ArmRow, own: ArmSummary | null): string {
  const shown = sequence.length > stripMax ? `…${sequence.slice(-stripMax)}` : sequence;
  const strip = shown
    .split('')
    .map((mark) => (mark === '…' ? mark : signText(mark as StripMark)))
    .join('');
  const causes = Object.entries(own?.causes ?? {})
    .map(([kind, count]) => `${kind} (${String(count)})`)
    .join(', ');
  const cells = [
    literal(name),
    literal(strip),
    event === null ? '' : `${String(event.k)} of ${String(event.n)}`,
    event === null ? 'no rate' : rateInShort(event),
    causes,
    priceOf(own),
  ];
  return `| ${cells.join(' | ')} |`;
}

function priceOf(arm: ArmSummary | null): string {
  const down = arm?.stillDown.count ?? 0;
  const outage = arm?.outageMs;
  const parts = [
    ...(outage == null || outage.max === 0
      ? []
      : [`${formatDuration(outage.median)} down, worst ${formatDuration(outage.max)}`]),
    ...(down === 0 ? [] : [`${String(down)} still down`]),
  ];
  return parts.join('; ');
}
