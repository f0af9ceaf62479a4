// The trials for a spreadsheet or a statistics program: one row a trial, factors and loads in columns of
// their own.
import { markInWords } from '../mark-signs.js';
import { visible } from '../../base/visible.js';
import type { ReportModel } from '../report-model.js';
import type { TrialRow } from '../trial-rows.js';
import type { Format } from './format.js';

export const csv: Format = {
  name: 'csv',
  summary: 'one row a trial, for spreadsheets and statistics programs',
  render: (model) =>
    [headerOf(model), ...model.trials.map((row) => cellsOf(model, row))].map(lineOf).join(''),
};

type Cell = string | number | boolean | null;

const fixed = [
  'trial',
  'arm',
  'block',
  'mark',
  'outcome',
  'cause',
  'masked',
  'outage_ms',
  'down_from_ms',
  'took_ms',
] as const;
const ofCheck = ['judgement', 'answer', 'after_ms'] as const;
const ofLoad = ['injector', 'unit', 'target', 'achieved', 'met'] as const;

function headerOf(model: ReportModel): readonly Cell[] {
  const loads = Array.from({ length: loadsMax(model) }, (_, index) =>
    ofLoad.map((name) => `load${String(index + 1)}_${name}`),
  );
  const checks = checksOf(model).map((name) => ofCheck.map((what) => `check_${name}_${what}`));
  return [
    ...fixed,
    ...factorsOf(model).map((name) => `factor_${name}`),
    ...loads.flat(),
    ...checks.flat(),
    'reason',
    'detail',
  ];
}

function cellsOf(model: ReportModel, row: TrialRow): readonly Cell[] {
  const factors = model.summary.arms.find(({ name }) => name === row.arm)?.factors ?? {};
  const loads = Array.from({ length: loadsMax(model) }, (_, index) =>
    ofLoad.map((name) => row.doses[index]?.[name] ?? null),
  );
  const checks = checksOf(model).map((name): readonly Cell[] => {
    const own = row.checks?.find((check) => check.name === name);
    return [own?.judgement ?? null, own?.answer ?? null, own?.afterMs ?? null];
  });
  return [
    row.trial,
    row.arm,
    row.block,
    markInWords(row.mark),
    row.outcome,
    row.cause,
    row.masked,
    row.outageMs,
    row.downFromMs,
    row.tookMs,
    ...factorsOf(model).map((name) => factors[name] ?? null),
    ...loads.flat(),
    ...checks.flat(),
    row.reason,
    row.detail,
  ];
}

function factorsOf({ summary }: ReportModel): readonly string[] {
  return Object.keys(summary.arms[0]?.factors ?? {});
}

function checksOf({ summary }: ReportModel): readonly string[] {
  return (summary.checks ?? []).map(({ name }) => name);
}

function loadsMax({ trials }: ReportModel): number {
  return Math.max(0, ...trials.map(({ doses }) => doses.length));
}

/** RFC 4180. */
function lineOf(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe, at which it is taken as text. */
function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const shown = visible(cell);
  const safe = /^[=+\-@\t]/.test(shown) ? `'${shown}` : shown;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
