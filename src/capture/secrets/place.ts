// A telling name in a text, and how it stands there: as an option, at the beginning of a line, in a list, in
// a sentence. It decides where the value after it ends.
import type { Telling } from './telling-name.js';

/** What kind of text it is. */
export interface Reading {
  /** A shell reads it: a value ends at the first blank. */
  readonly isShell: boolean;
  /** A file, in which a setting may have a line for itself. */
  readonly isFile: boolean;
  /** Every setting of it is a secret one, as in a file of passwords. */
  readonly isAllSecret: boolean;
}

export interface Place {
  readonly text: string;
  readonly name: string;
  readonly telling: Exclude<Telling, null>;
  readonly start: number;
  readonly end: number;
  /** The line up to the name. */
  readonly before: string;
  /** Where the line ends, or the quoted text in which the name stands. */
  readonly limit: number;
  readonly lead: Lead;
  readonly isComment: boolean;
  readonly reading: Reading;
}

export type Lead = 'option' | 'line' | 'list' | 'sentence';

const reach = 400;
/** Of a quoted text in a line. */
const quotedMax = 65_536;
const comment = /^\s*(?:#|;|\/\/|--\s|rem\s|<!--)/i;
/** Words that may stand before the name of a setting that has the line for itself. */
const opening =
  /^\s*(?:-\s+)*(?:(?:#+|;+|\/\/|--|rem)\s*)?(?:(?:export|set|setenv|local|const|let|var|static|final|public|private|env|arg|default|declare(?:\s+-\w+)?|-D|-e|String)\s+)*(?:\/\/[^\s=]*:)?[^\s=:({,]*$/i;

export interface NamedAt {
  readonly name: string;
  readonly start: number;
  readonly telling: Exclude<Telling, null>;
  /** As it stands there, where the name is longer than that. */
  readonly length?: number;
  readonly lineEnd: number;
}

export function placeOf(text: string, named: NamedAt, reading: Reading): Place {
  const { name, start, telling, length, lineEnd: stop } = named;
  const near = text.slice(Math.max(0, start - reach), start);
  const before = near.slice(near.lastIndexOf('\n') + 1);
  const end = start + (length ?? name.length);
  return {
    text,
    name,
    telling,
    start,
    end,
    before,
    limit: limitOf(text, { before, end, stop: text[stop - 1] === '\r' ? stop - 1 : stop }),
    lead: leadOf(before),
    isComment: comment.test(before),
    reading,
  };
}

function leadOf(before: string): Lead {
  if (/(?:^|[\s"'`([,=])-{1,2}$/.test(before)) return 'option';
  if (opening.test(before)) return 'line';
  return /[{,([]\s*\\?["']?$/.test(before) ? 'list' : 'sentence';
}

interface InLine {
  readonly before: string;
  readonly end: number;
  readonly stop: number;
}

/** The closing quote where the name stands within an open one that is not only its own. */
function limitOf(text: string, { before, end, stop }: InLine): number {
  const open = openQuote(before);
  if (open === null) return stop;
  if (text.startsWith(open, end)) return stop;
  const close = text.slice(end, Math.min(stop, end + quotedMax)).indexOf(open);
  return close < 0 ? stop : end + close;
}

/** The quote that is open where the name begins, as `\"` where it is escaped; null where none is. */
function openQuote(before: string): string | null {
  let open: string | null = null;
  for (const { 0: quote, index } of before.matchAll(/\\?["']/g)) {
    if (open === null) {
      // an apostrophe within a word opens nothing
      if (quote !== "'" || index === 0 || /[\s=:([{,]/.test(before[index - 1] ?? '')) open = quote;
    } else if (open === quote) open = null;
  }
  return open;
}
