// One line of a story, and the words that all tellers share.

export interface Moment {
  /** Milliseconds since the trial began. */
  readonly atMs: number;
  readonly text: string;
  /** What stands beside it: the spec's stamp and the update's state, or the envelope; null when nothing does. */
  readonly aside: string | null;
  /** `seq` of the evidence it rests on, rising. */
  readonly lines: readonly number[];
  /** Whether the reader is to be shown the lines: where a kill, a failure or a hole is told. */
  readonly cited: boolean;
}

/** `line 7`, `lines 118-121`, `lines 118-121, 130`. */
export function linesInWords(lines: readonly number[]): string {
  const spans: { first: number; last: number }[] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const span = spans.at(-1);
    if (span?.last === line - 1) span.last = line;
    else spans.push({ first: line, last: line });
  }
  const text = spans.map(({ first, last }) => (first === last ? String(first) : `${String(first)}-${String(last)}`)).join(', ');
  return `${text.includes(',') || text.includes('-') ? 'lines' : 'line'} ${text}`;
}

/** An identifier as a reader tells it from others: its first four characters. */
export function shortId(id: string): string {
  return id.length <= 4 ? id : `${id.slice(0, 4)}…`;
}
