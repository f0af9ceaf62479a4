// The engine's framed log of a container without terminal: eight bytes (stream, three zeros, length) before
// each piece.
const headBytes = 8;

/**
 * The last lines of both streams in the order they were written. A log of a terminal has no frames and is
 * taken as it is.
 */
export function lastLines(body: Buffer, max: number): readonly string[] {
  const text = isFramed(body) ? unframed(body) : body.toString();
  return text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .slice(-max);
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
