// One line of a story, and the words that all tellers share.

export type MomentKind =
  | 'deploy'
  | 'up'
  | 'update'
  | 'wait'
  | 'end'
  | 'load'
  | 'action'
  /** What the lab says of itself that is as it should be. */
  | 'lab-note'
  /** What went wrong with the lab. */
  | 'lab'
  | 'check'
  | 'naive'
  | 'readback';

/** What somebody said, word for word. */
export interface Quote {
  /**
   * `app`: a line that the app wrote; `answer`: one that it wrote when it had been asked to stop. `probe`:
   * what its health check said. `check`: what a check of the scenario said.
   */
  readonly by: 'app' | 'answer' | 'probe' | 'check';
  /** Empty where it is on record that nothing was said. */
  readonly text: string;
}

export interface Moment {
  readonly kind: MomentKind;
  /** Milliseconds since the trial began, when it happened rather than when it was seen. */
  readonly atMs: number;
  readonly text: string;
  /**
   * What stands beside it: the spec's stamp and the update's state, or the envelope; null when nothing does.
   */
  readonly aside: string | null;
  /** `seq` of the evidence it rests on, rising. */
  readonly lines: readonly number[];
  /** Whether the reader is to be shown the lines: where a kill, a failure or a hole is told. */
  readonly cited: boolean;
  /** Told below the line, oldest first. */
  readonly quotes: readonly Quote[];
}

/** A moment with nothing beside it and nothing below; `more` says what it has. */
export function momentOf(
  kind: MomentKind,
  atMs: number,
  text: string,
  more: Partial<Omit<Moment, 'kind' | 'atMs' | 'text'>> = {},
): Moment {
  return { kind, atMs, text, aside: null, lines: [], cited: false, quotes: [], ...more };
}

/** More spans than these would push what stands beside them out of its column. */
const spansMax = 4;

/**
 * `line 7`, `lines 118-121`, `lines 118-121, 130`; of a long list the first, and how many more: `lines 3, 7,
 * 9 and 6 more`.
 */
export function linesInWords(lines: readonly number[]): string {
  const spans: { first: number; last: number }[] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const span = spans.at(-1);
    if (span?.last === line - 1) span.last = line;
    else spans.push({ first: line, last: line });
  }
  const shown = spans.length > spansMax ? spans.slice(0, spansMax - 1) : spans;
  const more = spans.slice(shown.length).reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const named = shown
    .map(({ first, last }) => (first === last ? String(first) : `${String(first)}-${String(last)}`))
    .join(', ');
  const text = more === 0 ? named : `${named} and ${String(more)} more`;
  return `${text.includes(',') || text.includes('-') ? 'lines' : 'line'} ${text}`;
}

/** An identifier as a reader tells it from others: its first four characters. */
export function shortId(id: string): string {
  return id.length <= 4 ? id : `${id.slice(0, 4)}…`;
}
