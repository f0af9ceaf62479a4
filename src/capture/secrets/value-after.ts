// The value of a setting, read from where it begins: quoted as a whole, a block of lines, a list, or as much
// as its place allows. Only what is secret becomes a span; marks, quotes and comments stay.
import { isAsked, isNoWord, lookMax } from './harmless-value.js';
import { schemeLength } from './header-scheme.js';
import { isPlainWord } from './telling-name.js';
import type { Place } from './place.js';
import { secretIn } from './secret-in.js';
import { withoutTrailing } from './trailing.js';
import { blockSpan, escapedSpan, plainSpan, type Span } from './span.js';

const templateMax = 2000;
/** Of what is asked for before another value stands in for it. */
const expressionMax = 1000;
const tag = /!([\w!:.]*)[ \t]+/y;
/** Tags of YAML by which the value comes from elsewhere. */
const elsewhere = /^(?:secret|env|env_var|vault|include|file|ref|sub|getatt|importvalue)$/i;
const anchor = /&[\w-]+[ \t]+/y;
/** What stands elsewhere in the document, or below. */
const noValue = /(?:\*[\w-]+|[!&][\w-]+)[ \t]*\r?(?:\n|$)/y;
const block = /[|>][-+\d]{0,5}[ \t]*(?:#[^\n]*)?\r?\n/y;
const hereDocument = /<<[-~]?["']?(\w+)["']?[^\n]{0,500}\n/y;
const triple = /("""|''')([^]*?)\1/y;
const quoted = /(?:<<)?[bruBRU@]?(\\?["'])/y;

export interface ValueAt {
  readonly at: number;
  /** What is between name and value; a blank where there is nothing else. */
  readonly sign: string;
}

export function valueSpans(place: Place, { at, sign }: ValueAt): readonly Span[] {
  const { text } = place;
  const from = sign === ':' ? afterMarks(text, at) : at;
  if (from === null) return [];
  // a quoted text that ends with its name, as a prompt does
  const isPrompt = from >= place.limit && /["'\\]/.test(text[place.limit] ?? '');
  if (isPrompt && !/["']/.test(text.slice(place.end, from))) return [];
  const template = templateSpans(place, from);
  if (template !== null) return template;
  const start = from + schemeLength(text, from);
  const isHeader = start > from;
  const head = matchAt(block, text, start);
  if (sign === ':' && head !== null) return blockAt(place, start + head[0].length);
  const document = matchAt(hereDocument, text, start);
  if (document !== null) return hereSpans(place, start + document[0].length, document[1] ?? '');
  if (text[start] === '[' && !place.reading.isShell) return listSpans(place, start + 1);
  if (/[{(]/.test(text[start] ?? '') && !/^\{(?:\{|[A-Z\d.-]+\}\S|%)/.test(text.slice(start, start + 40)))
    return [];
  const threefold = matchAt(triple, text, start);
  if (threefold !== null) return secretIn(place, plainSpan(start + 3, threefold[2] ?? ''));
  if (text[start] === '`' && !place.reading.isShell) {
    const close = text.indexOf('`', start + 1);
    return close < 0 ? [] : secretIn(place, plainSpan(start + 1, text.slice(start + 1, close)));
  }
  if (matchAt(quoted, text, start) !== null) {
    const found = quotedSpans(place, start);
    if (found !== null) return found;
  }
  return openSpans(place, { at: start, sign, isHeader });
}

/** `{{ … default "x" }}` as the whole value: what stands in for it is all that is written here. */
function templateSpans(place: Place, at: number): readonly Span[] | null {
  const rest = place.text.slice(at, at + templateMax);
  const own = /^["']?\{\{[^}]*\}\}/.exec(rest)?.[0];
  if (own === undefined) return null;
  const [before, , value = ''] = /^.*?\bdefault\s*(?:\(\s*)?(["'])(.*?)\1/.exec(own) ?? [];
  return before === undefined ? [] : secretIn(place, plainSpan(at + before.length - 1 - value.length, value));
}

function afterMarks(text: string, at: number): number | null {
  const found = matchAt(tag, text, at);
  if (found !== null && elsewhere.test(found[1] ?? '')) return null;
  const next = found === null ? at : at + found[0].length;
  const value = after(anchor, text, next) ?? next;
  return matchAt(noValue, text, value) === null ? value : null;
}

/** Lines that are deeper than the one of the name. */
function blockAt(place: Place, at: number): readonly Span[] {
  const { text, before } = place;
  const depth = /^[ \t]*(?:- +)*/.exec(before)?.[0].length ?? 0;
  let end = at;
  while (end < text.length) {
    const next = text.indexOf('\n', end) + 1 || text.length;
    const line = text.slice(end, next);
    if (line.trim() !== '' && (/^[ \t]*/.exec(line)?.[0].length ?? 0) <= depth) break;
    end = next;
  }
  return secretIn(place, blockSpan(at, text.slice(at, end).trimEnd()));
}

/** Up to the line that is the word alone; what only has to look like a secret has one line. */
function hereSpans(place: Place, at: number, word: string): readonly Span[] {
  const { text, telling } = place;
  let end = at;
  for (let lines = 0; end < text.length; lines++) {
    const next = text.indexOf('\n', end) + 1 || text.length;
    if (text.slice(end, next).trim() === word) break;
    if (telling === 'by-look' && lines > 0) return [];
    end = next;
  }
  return secretIn(place, blockSpan(at, text.slice(at, end).trimEnd()));
}

const item = /[\s,]*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\n]|'')*)'|([^\s,"'\]{[][^,\]\n]*))/y;

function listSpans(place: Place, at: number): readonly Span[] {
  const spans: Span[] = [];
  let from = at;
  for (;;) {
    const found = matchAt(item, place.text, from);
    if (found === null) return spans;
    const [whole, double, single, bare] = found;
    const raw = double ?? single ?? bare?.trimEnd() ?? '';
    const start =
      from + whole.indexOf(raw, whole.length - (bare ?? raw).length - (bare === undefined ? 1 : 0));
    spans.push(...secretIn(place, double === undefined ? plainSpan(start, raw) : escapedSpan(start, raw)));
    from += whole.length;
  }
}

/** One quoted text, and what is joined to it; null where the quote is never closed. */
export function quotedSpans(place: Place, at: number): readonly Span[] | null {
  const spans: Span[] = [];
  for (let next: number | null = at; next !== null;) {
    const one = quotedOnce(place, next);
    if (one === null) return next === at ? null : spans;
    spans.push(...one.spans);
    next = one.joined;
  }
  return spans;
}

interface QuotedOnce {
  readonly spans: readonly Span[];
  /** Where another text begins that is joined to a secret one; null where none does. */
  readonly joined: number | null;
}

function quotedOnce(place: Place, at: number): QuotedOnce | null {
  const { text } = place;
  const opened = matchAt(quoted, text, at);
  if (opened === null) return null;
  const quote = opened[1] ?? '';
  const start = at + opened[0].length;
  const close = closing(text, start, quote);
  if (close === null) return null;
  const raw = text.slice(start, close);
  const bare = schemeLength(raw);
  const span =
    quote === '"' ? escapedSpan(start + bare, raw.slice(bare)) : plainSpan(start + bare, raw.slice(bare));
  const spans = secretIn(place, span);
  const next = after(/[ \t]*(?:[.+&][ \t]*|)(?=["'])/y, text, close + quote.length);
  const isJoined = next !== null && (next > close + quote.length || place.reading.isShell);
  return { spans, joined: isJoined && spans[0]?.start === start + bare ? next : null };
}

const linesMax = 200;

function closing(text: string, start: number, quote: string): number | null {
  let lines = 0;
  for (let at = start; at < text.length; at++) {
    const one = text[at];
    if (one === '\n' && ++lines > linesMax) return null;
    if (text.startsWith(quote, at)) {
      if (quote !== "'" || text[at + 1] !== "'") return at;
      at++;
    } else if (one === '\\' && quote !== "'") at++;
    else if (one === '\\' && /['\\]/.test(text[at + 1] ?? '') && text[at + 2] !== '\n') at++;
  }
  return null;
}

interface Open extends ValueAt {
  /** The scheme of a header stood before it. */
  readonly isHeader: boolean;
}

/** Without quotes: as far as its place lets it go. */
function openSpans(place: Place, { at, sign, isHeader }: Open): readonly Span[] {
  const { text, limit, lead, reading, name } = place;
  const rest = text.slice(at, Math.max(at, limit));
  // of what only has to look like a secret no more is read than may look like one
  const near = place.telling === 'sure' ? rest : rest.slice(0, lookMax + 1);
  const hasLine = lead === 'line' && !reading.isShell && sign !== ' ' && !isHeader;
  const more = hasLine && reading.isFile ? continued(text, limit) : limit;
  const raw = hasLine ? lineValue(text.slice(at, more), reading.isFile) : tokenValue(place, near);
  const isTold =
    hasLine || isHeader || lead === 'option' || lead === 'list' || sign.includes('=') || !isPlainWord(name);
  if (!reading.isShell && (isAsked(rest) || isAsked(raw))) return [];
  const other = /^[^"'\n]*(?:\|\||\?\?|\bor)[ \t]*(?=["'])/.exec(rest.slice(0, expressionMax))?.[0];
  if (other !== undefined && isAsked(other.trimEnd().replace(/(?:\|\||\?\?|or)$/, '')))
    return quotedSpans(place, at + other.length) ?? [];
  if (!isTold && !isNoWord(raw)) return [];
  return secretIn(place, plainSpan(at, raw));
}

/** Where the last of the lines ends that go on behind a backslash. */
function continued(text: string, stop: number): number {
  let end = stop;
  while (text[end - 1] === '\\' && text[end - 2] !== '\\' && text[end] === '\n') {
    const next = text.indexOf('\n', end + 1);
    end = next < 0 ? text.length : next;
  }
  return end;
}

const comment = /(?:(?<!\s)\s+(?:#(?:\s.*)?|;(?:\s.*)?|\/\/\s.*)|<!--.*)$/;

/** To the end of the line, without a comment; of what is no file to the next part of an address. */
function lineValue(rest: string, isFile: boolean): string {
  const last = rest.lastIndexOf('\n') + 1;
  const bare = (rest.slice(0, last) + rest.slice(last).replace(comment, '')).trimEnd();
  const own = isFile
    ? bare
    : (/^.*?(?=[;&,][ \t]*[A-Za-z][\w .-]*=|(?<!\s)\s+[A-Za-z_][\w.]*=|$)/s.exec(bare)?.[0] ?? '');
  return withoutTrailing(own, /[;,\s]/);
}

const shellToken = /^(?:\$\([^)]{0,500}\)|\$\{[^}]{0,500}\}|[^\s;&|()<>"'`\\]|\\.|"[^"]*"|'[^']*')+/;

function tokenValue({ before, reading, lead }: Place, rest: string): string {
  if (reading.isShell) return shellToken.exec(rest)?.[0] ?? '';
  const sign = /([^\s"'\\])\s*\\?["']?$/.exec(before)?.[1] ?? '';
  if (lead !== 'option') {
    if (sign === ';') return /^[^;"\n]*/.exec(rest)?.[0].trimEnd() ?? '';
    if (sign === '&' || sign === '?') return /^[^&#\s"']*/.exec(rest)?.[0] ?? '';
    if (/[{,([]/.test(sign)) return /^(?:[^,}\])\n$]|\$\{[^}]{0,500}\}|\$)*/.exec(rest)?.[0].trimEnd() ?? '';
  }
  return withoutTrailing(/^\S+/.exec(rest)?.[0] ?? '', /[,;)}\]"'`]/);
}

function matchAt(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}

/** Where it ends; null where it is not there. */
export function after(form: RegExp, text: string, at: number): number | null {
  const found = matchAt(form, text, at);
  return found === null ? null : at + found[0].length;
}
