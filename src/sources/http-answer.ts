// An answer of the engine, read from the bytes of its connection: as much of HTTP/1.1 as Docker's API speaks
// on a GET.
import { LabError } from '../base/lab-error.js';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const endOfLine = '\r\n';
const endOfHead = '\r\n\r\n';

/**
 * The answer that `bytes` hold; null while it is not whole. Throws a LabError for what is no answer, or more
 * than one.
 */
export function answerIn(bytes: Buffer): Answer | null {
  const headEnds = bytes.indexOf(endOfHead);
  if (headEnds === -1) return null;
  const head = bytes.toString('latin1', 0, headEnds);
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
  if (status === undefined) throw unreadable('no HTTP/1.1');
  const found = bodyFrom(bytes, headEnds + endOfHead.length, head);
  if (found === null) return null;
  if (found.end !== bytes.length) throw unreadable('more than one answer');
  return { status: Number(status), body: found.body };
}

interface Body {
  readonly body: Buffer;
  /** Where it ends in the bytes. */
  readonly end: number;
}

/** The body is a copy: the bytes may be overwritten by the next answer. */
function bodyFrom(bytes: Buffer, begin: number, head: string): Body | null {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const end = begin + Number(length);
    return end > bytes.length ? null : { body: Buffer.from(bytes.subarray(begin, end)), end };
  }
  if (/\r\ntransfer-encoding: *chunked/i.test(head)) return chunksFrom(bytes, begin);
  throw unreadable('neither length nor chunks');
}

/**
 * Each chunk is its size in hexadecimal digits on a line of its own, the chunk, and the end of a line; one of
 * size 0 is the last.
 */
function chunksFrom(bytes: Buffer, begin: number): Body | null {
  const chunks: Buffer[] = [];
  for (let at = begin; ;) {
    const lineEnds = bytes.indexOf(endOfLine, at);
    if (lineEnds === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnds), 16);
    if (Number.isNaN(size)) throw unreadable('a chunk without size');
    const from = lineEnds + endOfLine.length;
    at = from + size + endOfLine.length;
    if (at > bytes.length) return null;
    if (size === 0) return { body: Buffer.concat(chunks), end: at };
    chunks.push(bytes.subarray(from, from + size));
  }
}

function unreadable(why: string): LabError {
  return new LabError('evidence', `the engine's answer cannot be read: ${why}`);
}
