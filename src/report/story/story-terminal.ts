// A story for a terminal: seconds since the first moment, what happened, and beside it spec, envelope or
// evidence lines.
import { wrapped } from '../layout.js';
import { shortLine } from '../outside-text.js';
import type { FormatOptions } from '../formats/index.js';
import { linesInWords, type Moment } from './moment.js';
import type { Story } from './story.js';

const timeWidth = 9;
const asideGap = 3;
/** Asides stand in one column no further right than this. */
const widestText = 66;

/** The whole story, with a newline at the end. */
export function formatStory(story: Story, { width, paint }: FormatOptions): string {
  const title = [story.called, story.arm, ...story.heading].join(' · ');
  const zeroMs = story.moments[0]?.atMs ?? 0;
  const column = asideColumn(story.moments, width);
  const moments = story.moments.flatMap((moment) => {
    const time = ((moment.atMs - zeroMs) / 1000).toFixed(2).padStart(timeWidth - 2);
    return [...momentLines(moment, column, width), ...quoteLines(moment, width)].map(
      (line, index) => `${index === 0 ? paint.faint(time) : ' '.repeat(timeWidth - 2)}  ${line}`,
    );
  });
  const nothing = story.moments.length === 0 ? ['  nothing of it is on record'] : [];
  return [
    ...wrapped(title, width).map(paint.strong),
    ...moments,
    ...nothing,
    ...[...story.ending, ...story.footnotes].flatMap((line) => wrapped(line, width)),
    '',
  ].join('\n');
}

/**
 * Beside the longest text that has an aside, if that leaves room. An aside that takes half of the line stands
 * below instead.
 */
function asideColumn(moments: readonly Moment[], width: number): number {
  const beside = moments.filter((moment) => asideOf(moment) !== '' && asideOf(moment).length < width / 2);
  const texts = beside.map((moment) => moment.text.length);
  const asides = beside.map((moment) => asideOf(moment).length);
  return Math.max(
    0,
    Math.min(widestText, Math.max(0, ...texts), width - timeWidth - asideGap - Math.max(0, ...asides)),
  );
}

/** The aside in its column when the text leaves it free, under the text when not. */
function momentLines(moment: Moment, column: number, width: number): readonly string[] {
  const aside = asideOf(moment);
  const lines = wrapped(moment.text, width - timeWidth);
  if (aside === '') return lines;
  const last = lines.at(-1) ?? '';
  const start = Math.max(column, last.length) + asideGap;
  if (start + aside.length <= width - timeWidth)
    return [...lines.slice(0, -1), `${last.padEnd(start)}${aside}`];
  return [
    ...lines,
    ...wrapped(aside, width - timeWidth - asideGap).map((line) => `${' '.repeat(asideGap)}${line}`),
  ];
}

/** What was said, each in one line below, cut where the terminal ends. */
function quoteLines({ quotes }: Moment, width: number): readonly string[] {
  const words = (text: string): string => (text === '' ? ' nothing' : `: ${text}`);
  const speakers = {
    app: 'app wrote',
    answer: 'app wrote when asked to stop',
    probe: 'health check',
    check: 'check wrote',
  };
  return quotes.map(
    ({ by, text }) =>
      `${' '.repeat(asideGap)}${shortLine(`${speakers[by]}${words(text)}`, width - timeWidth - asideGap)}`,
  );
}

function asideOf(moment: Moment): string {
  return [
    ...(moment.aside === null ? [] : [moment.aside]),
    ...(moment.cited ? [linesInWords(moment.lines)] : []),
  ].join('   ');
}
