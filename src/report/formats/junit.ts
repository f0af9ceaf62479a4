// The report for a CI server: a trial is a test case. One that did not hold is a failure; one that showed
// nothing is skipped, since it says neither.
import { markInWords } from '../mark-signs.js';
import { visible } from '../../base/visible.js';
import type { ReportModel } from '../report-model.js';
import type { TrialRow } from '../trial-rows.js';
import type { Format } from './format.js';

export const junit: Format = {
  name: 'junit',
  summary: 'XML for CI servers: a trial is a test case, an inconclusive one is skipped',
  render: (model) =>
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name=${quoted(model.title)}${totals(model.trials)}>`,
      ...model.summary.arms.map(({ name }) => suite(model, name)),
      '</testsuites>',
      '',
    ].join('\n'),
};

function suite({ title, trials, summary }: ReportModel, arm: string): string {
  const own = trials.filter((row) => row.arm === arm);
  const cases = own.map((row) => testCase(`${title}.${arm}`, row)).join('\n');
  return [
    `  <testsuite name=${quoted(arm)}${totals(own)} id=${quoted(summary.campaign)}>`,
    cases,
    '  </testsuite>',
  ].join('\n');
}

function totals(rows: readonly TrialRow[]): string {
  const failures = rows.filter(isFailure).length;
  const skipped = rows.filter((row) => !isFailure(row) && row.mark !== 'h').length;
  const ms = rows.reduce((sum, row) => sum + (row.tookMs ?? 0), 0);
  const counts = `tests="${String(rows.length)}" failures="${String(failures)}" errors="0"`;
  return ` ${counts} skipped="${String(skipped)}" time="${seconds(ms)}"`;
}

function testCase(className: string, row: TrialRow): string {
  const named = `classname=${quoted(className)} name=${quoted(`trial ${row.trial}`)}`;
  const open = `    <testcase ${named} time="${seconds(row.tookMs ?? 0)}"`;
  if (row.mark === 'h') return `${open}/>`;
  const why = [row.reason, row.detail].filter((text) => text !== '').join('\n');
  const inside = isFailure(row)
    ? `<failure type=${quoted(row.heading)} ` +
      `message=${quoted(row.detail || row.reason)}>${escaped(why)}</failure>`
    : '<skipped ' +
      `message=${quoted([markInWords(row.mark), row.reason].filter((text) => text !== '').join(': '))}/>`;
  return `${open}>\n      ${inside}\n    </testcase>`;
}

function isFailure({ mark }: TrialRow): boolean {
  return mark === 'd' || mark === 'x';
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', '&quot;').replaceAll('\n', ' ')}"`;
}

/** What is no character of XML at all, such as a lone half of a pair, is replaced. */
function escaped(text: string): string {
  const characters = visible(text).replace(/[\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD');
  return characters.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
