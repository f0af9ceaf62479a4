// Where in a text a secret stands: what is exchanged, and nothing beside it.

export interface Span {
  /** Of the text: [start, end). */
  readonly start: number;
  readonly end: number;
  /** The secret, as a program reads it there. */
  readonly value: string;
  /** How another one is written in its place. */
  readonly write: (made: string) => string;
}

/** The same of a text before which so much else stands. */
export function moved(span: Span, by: number): Span {
  return { ...span, start: span.start + by, end: span.end + by };
}

/** As it stands there. */
export function plainSpan(start: number, value: string): Span {
  return { start, end: start + value.length, value, write: (made) => made };
}

/** In quotes in which a backslash has a meaning. */
export function escapedSpan(start: number, raw: string): Span {
  return {
    start,
    end: start + raw.length,
    value: unescaped(raw),
    write: (made) =>
      made
        .replaceAll('\n', String.raw`\n`)
        .replaceAll('\t', String.raw`\t`)
        .replaceAll('\r', ''),
  };
}

function unescaped(raw: string): string {
  const ends: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, code: string | undefined, one: string) =>
    code === undefined ? (ends[one] ?? one) : String.fromCharCode(parseInt(code, 16)),
  );
}

/** In a URL, where what has a meaning there is written as `%40`. */
export function urlSpan(start: number, raw: string): Span {
  return {
    start,
    end: start + raw.length,
    value: decoded(raw),
    write: encodeURIComponent,
  };
}

function decoded(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/** Between elements of XML or in its attributes. */
export function xmlSpan(start: number, raw: string): Span {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return {
    start,
    end: start + raw.length,
    value: raw.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? ''),
    write: (made) => made,
  };
}

/** Lines that are indented alike; how deep is no part of the secret. */
export function blockSpan(start: number, raw: string): Span {
  const indents = raw.split('\n').filter((line) => line.trim() !== '');
  const indent = /^[ \t]*/.exec(indents[0] ?? '')?.[0] ?? '';
  const value = raw
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()))
    .join('\n');
  return {
    start,
    end: start + raw.length,
    value,
    write: (made) =>
      made
        .split('\n')
        .map((line) => (line === '' ? line : `${indent}${line}`))
        .join('\n'),
  };
}

/** Without those that lie in another; of one that lies across the end of another, what is left of it. */
function apart(text: string, spans: readonly Span[]): readonly Span[] {
  const sorted = [...spans]
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Span[] = [];
  for (const span of sorted) {
    const last = kept.at(-1)?.end ?? 0;
    if (span.start >= last) kept.push(span);
    else if (span.end > last) kept.push(plainSpan(last, text.slice(last, span.end)));
  }
  return kept;
}

export interface Exchange {
  readonly made: (value: string) => string;
  /** Of what is between two spans. */
  readonly between: (text: string) => string;
}

/** The text with each of them exchanged. */
export function exchanged(text: string, spans: readonly Span[], { made, between }: Exchange): string {
  let [out, from] = ['', 0];
  for (const { start, end, value, write } of apart(text, spans)) {
    out += between(text.slice(from, start)) + write(made(value));
    from = end;
  }
  return out + between(text.slice(from));
}
