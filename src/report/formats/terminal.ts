// The report for a terminal: the answer first, in words; then why; then the trials; the next command at the
// end.
import { checkLines } from './check-lines.js';
import { labelled, wrapped } from '../layout.js';
import { legend, strip, stripWidth, type StripMark } from '../mark-signs.js';
import { oneLine } from '../outside-text.js';
import { provenanceInWords } from '../provenance.js';
import type { ArmRow, ReportModel } from '../report-model.js';
import type { Marginal } from '../../statistics/summary.js';
import { told, type Told } from '../told.js';
import { perCent, rateInShort } from '../words.js';
import type { Format, FormatOptions } from './format.js';

export const terminal: Format = {
  name: 'terminal',
  summary: 'words and numbers for a terminal',
  render: (model, options) =>
    `${sections(model, options)
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`,
};

const labelGap = 2;

function sections(model: ReportModel, options: FormatOptions): readonly (readonly string[])[] {
  const { paint, width } = options;
  const { header, answer, notes, next } = told(model);
  return [
    [
      ...heading(model.title, header, options),
      ...(model.question === '' ? [] : wrapped(oneLine(model.question), width)),
    ],
    [
      ...answer.flatMap((sentence, index) =>
        wrapped(sentence, width).map((line) => (index === 0 ? paint.strong(line) : line)),
      ),
      ...noteLines(notes, options),
    ],
    marginals(model.marginals, options),
    table(model.arms, options),
    checkLines(model, options),
    [
      ...wrapped(provenanceInWords(model.provenance).join(' · '), width).map(paint.faint),
      ...(next.length === 0 ? [] : [next.join(' · ')]),
    ],
  ];
}

function heading(called: string, header: Told['header'], { paint, width }: FormatOptions): readonly string[] {
  const [title, facts] = [oneLine(called), header.join(' · ')];
  const fits = title.length + 3 + facts.length <= width;
  return fits ? [`${paint.strong(title)} · ${facts}`] : [paint.strong(title), ...wrapped(facts, width)];
}

/** Notes with the same label follow each other under one label. */
function noteLines(notes: Told['notes'], { paint, width }: FormatOptions): readonly string[] {
  const labelWidth = Math.max(0, ...notes.map((note) => note.label.length)) + labelGap;
  return notes.flatMap((note, index) => {
    const label = notes[index - 1]?.label === note.label ? '' : note.label;
    return labelled(label, note.text, { labelWidth, width, paint: paint.strong });
  });
}

/**
 * Factor, level, count, share: one line a level, the factor named once. Why there is no interval, see {@link
 * Marginal}.
 */
function marginals(levels: readonly Marginal[], { paint }: FormatOptions): readonly string[] {
  const [factorWidth, levelWidth] = [
    Math.max(0, ...levels.map(({ factor }) => factor.length)),
    Math.max(0, ...levels.map(({ level }) => level.length)),
  ];
  return levels.map(({ factor, level, k, n }, index) => {
    const label = levels[index - 1]?.factor === factor ? '' : factor;
    const numbers =
      n === 0 ? 'no valid trial' : `${String(k).padStart(4)} of ${String(n).padEnd(4)} ${perCent(k / n)} %`;
    return `  ${paint.strong(label.padEnd(factorWidth))}  ${level.padEnd(levelWidth)} ${numbers}`;
  });
}

/** Arm, strip, count, rate: one line an arm, and below what the signs mean. */
function table(arms: readonly ArmRow[], { paint, width }: FormatOptions): readonly string[] {
  const nameWidth = Math.max(...arms.map((arm) => arm.name.length));
  const numbers = arms.map(({ event }) =>
    event === null ? 'no rate' : `${String(event.k)} of ${String(event.n)}   ${rateInShort(event)}`,
  );
  const room = Math.max(10, width - nameWidth - 6 - Math.max(...numbers.map((text) => text.length)));
  const marks = arms.map((arm) => arm.sequence.split('') as StripMark[]);
  const widest = Math.max(...marks.map((ofArm) => stripWidth(ofArm, room)));
  const rows = arms.map((arm, index) => {
    const ofArm = marks[index] ?? [];
    const gap = ' '.repeat(widest - stripWidth(ofArm, room) + 2);
    return `  ${arm.name.padEnd(nameWidth)}  ${strip(ofArm, room, paint)}${gap}${numbers[index] ?? ''}`;
  });
  return [...rows, paint.faint(`  ${' '.repeat(nameWidth)}  ${legend(marks.flat()).join('  ')}`)];
}
