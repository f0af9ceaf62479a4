// The table of checks for a terminal: columns where they fit, else a few lines a check.
import { checkTable, type CheckTable, type CheckTableRow } from '../check-table.js';
import { wrapped } from '../layout.js';
import type { ReportModel } from '../report-model.js';
import type { FormatOptions } from './format.js';

const gap = '  ';

export function checkLines(
  { summary: { checks } }: ReportModel,
  { paint, width }: Pick<FormatOptions, 'paint' | 'width'>,
): readonly string[] {
  const table = checkTable(checks);
  if (table === null) return [];
  const rates = table.rows.flatMap(({ name, missed, falseAlarms, answers }) =>
    wrapped(`${name}: missed ${missed}; false alarms ${falseAlarms}; answers after ${answers}.`, width),
  );
  return [...(columns(table, { paint, width }) ?? listed(table, width)), ...rates];
}

/** Null where they do not fit. */
function columns(
  { truths, rows }: CheckTable,
  { paint, width }: Pick<FormatOptions, 'paint' | 'width'>,
): readonly string[] | null {
  const lines = [['check', ...truths], ...rows.map(({ name, cells }) => [name, ...cells])];
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  if (widths.reduce((sum, own) => sum + own + gap.length, 0) > width) return null;
  const texts = lines.map(
    (line) =>
      gap +
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(gap)
        .trimEnd(),
  );
  return texts.map((text, index) => (index === 0 ? paint.strong(text) : text));
}

function listed({ truths, rows }: CheckTable, width: number): readonly string[] {
  const text = ({ name, cells }: CheckTableRow): string => {
    const told = truths.flatMap((truth, index) =>
      cells[index] === '' ? [] : [`${truth}: ${cells[index] ?? ''}`],
    );
    return `${name}: of ${told.join('; ')}`;
  };
  return rows.flatMap((row) => wrapped(text(row), width));
}
