// The engine's framed log of a container without terminal: eight bytes (stream, three zeros, length) before
// each piece; asked for with times, each line begins with when it was written.
const headBytes = 8;

export interface LogLine {
  /** Null where the log has no times. */
  readonly at: string | null;
  readonly text: string;
}

const timed = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))(?: (.*))?$/s;

/**
 * The last lines of both streams that are not empty, in the order they were written. A log of a terminal has
 * no frames and is taken as it is.
 */
export function lastLines(body: Buffer, max: number): readonly LogLine[] {
  const text = isFramed(body) ? unframed(body) : body.toString();
  return text
    .split(/\r?\n/)
    .map(lineOf)
    .filter((line) => line.text !== '')
    .slice(-max);
}

function lineOf(line: string): LogLine {
  const [, at, text = ''] = timed.exec(line) ?? [];
  return at === undefined ? { at: null, text: line } : { at, text };
}

function isFramed(body: Buffer): boolean {
  return body.length >= headBytes && (body[0] ?? 3) <= 2 && body.readUIntBE(1, 3) === 0;
}

function unframed(body: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + headBytes <= body.length;) {
    const end = at + headBytes + body.readUInt32BE(at + 4);
    pieces.push(body.subarray(at + headBytes, end));
    at = end;
  }
  return Buffer.concat(pieces).toString();
}
