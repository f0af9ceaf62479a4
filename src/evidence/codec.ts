// Evidence to JSON lines and back. Reading never guesses: what cannot be read is reported beside what could.
import { jsonText } from '../base/visible.js';
import type { Evidence } from './evidence.js';
import type { Fact } from './fact.js';
import { createSealCheck } from './seal.js';
import { shapes } from './shapes.js';

/** Something a journal lacks or cannot tell. */
export interface JournalProblem {
  /**
   * `torn`: the last line stops in the middle, as after a SIGKILL. `hole`: lines are missing or out of order.
   * `unknown-kind`: a kind of fact that this driftlab does not know. `malformed`: a line that is no line of
   * evidence. `changed`: a line that is not as it was written. `unreadable`: the file cannot be read at all.
   */
  readonly kind: 'torn' | 'hole' | 'unknown-kind' | 'malformed' | 'changed' | 'unreadable';
  /** Line of the file, from 1; null where none can be named. */
  readonly line: number | null;
  /** One sentence for a person. */
  readonly detail: string;
}

export interface Journal {
  readonly lines: readonly Evidence[];
  readonly problems: readonly JournalProblem[];
}

/** One line of a journal, without the line break. */
export function encodeLine(evidence: Evidence): string {
  return jsonText(evidence);
}

/**
 * Every line that can be read, in the order of the file, and a problem for each that cannot or is not there.
 */
export function decodeJournal(text: string): Journal {
  const rows = text.split('\n');
  const lines: Evidence[] = [];
  const problems: JournalProblem[] = [];
  rows.forEach((row, index) => {
    if (row.trim() === '') return;
    const last = index === rows.length - 1;
    const read = decodeLine(row, index + 1, last);
    if ('problem' in read) problems.push(read.problem);
    else lines.push(read.evidence);
  });
  return { lines, problems: [...problems, ...brokenSeals(rows), ...holesIn(lines)] };
}

/** A journal has seals on all its lines or on none. */
function brokenSeals(rows: readonly string[]): readonly JournalProblem[] {
  const check = createSealCheck();
  const found = rows.flatMap((row, index) =>
    row.trim() === '' ? [] : [{ line: index + 1, holds: check.holds(row) }],
  );
  if (found.every(({ holds }) => holds === null)) return [];
  return found.flatMap(({ line, holds }): readonly JournalProblem[] => {
    const why = holds === null ? 'it has no checksum' : 'its checksum is another';
    return holds === true
      ? []
      : [{ kind: 'changed', line, detail: `line ${String(line)} is not as it was written: ${why}` }];
  });
}

/** Where `seq` does not count 1, 2, 3, …: the lines in between are lost evidence. */
export function holesIn(lines: readonly Evidence[]): readonly JournalProblem[] {
  let expected = 1;
  const holes: JournalProblem[] = [];
  for (const { seq } of lines) {
    if (seq !== expected) holes.push({ kind: 'hole', line: null, detail: holeDetail(expected, seq) });
    expected = seq + 1;
  }
  return holes;
}

function holeDetail(expected: number, seq: number): string {
  return seq > expected
    ? `evidence lines ${String(expected)} to ${String(seq - 1)} are missing`
    : `evidence line ${String(seq)} came where ${String(expected)} was due`;
}

function decodeLine(
  row: string,
  line: number,
  last: boolean,
): { readonly evidence: Evidence } | { readonly problem: JournalProblem } {
  const value = parsed(row);
  if (value === undefined) {
    return last
      ? problem('torn', line, 'the last line stops in the middle: the trial was killed while writing')
      : problem('malformed', line, `line ${String(line)} is no JSON`);
  }
  const kind = kindOf(value);
  if (kind === null) return problem('malformed', line, `line ${String(line)} has no kind`);
  if (!Object.hasOwn(shapes, kind))
    return problem(
      'unknown-kind',
      line,
      `line ${String(line)} is of the unknown kind ${JSON.stringify(kind)}`,
    );
  const read = shapes[kind as Fact['kind']].safeParse(value);
  if (read.success) return { evidence: read.data };
  const [issue] = read.error.issues;
  return problem(
    'malformed',
    line,
    `line ${String(line)} (${kind}): ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'unreadable'}`,
  );
}

function parsed(row: string): unknown {
  try {
    return JSON.parse(row) as unknown;
  } catch {
    return undefined;
  }
}

function kindOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
    ? value.kind
    : null;
}

function problem(
  kind: JournalProblem['kind'],
  line: number,
  detail: string,
): { readonly problem: JournalProblem } {
  return { problem: { kind, line, detail } };
}
