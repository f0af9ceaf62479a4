import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerIn } from '../../src/sources/http-answer.js';

const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

function withLength(body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${head}Content-Length: ${String(body.length)}\r\n\r\n`), body]);
}

function inChunks(chunks: readonly Uint8Array[]): Buffer {
  const parts = [...chunks.filter(({ length }) => length > 0), new Uint8Array()].flatMap((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}\r\n`),
    chunk,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`), ...parts]);
}

const bytes = fc.uint8Array({ maxLength: 300 });

describe('an answer', () => {
  test('is told whole from its first to its last byte, with a length', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), (body, cut) => {
        const all = withLength(body);
        expect(answerIn(all)?.body).toEqual(Buffer.from(body));
        expect(answerIn(all.subarray(0, cut % all.length))).toBeNull();
      }),
    );
  });

  test('is told whole from its first to its last byte, in chunks', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 5 }), fc.nat(), (chunks, cut) => {
        const all = inChunks(chunks);
        expect(answerIn(all)?.body).toEqual(Buffer.concat(chunks));
        expect(answerIn(all.subarray(0, cut % all.length))).toBeNull();
      }),
    );
  });

  test('keeps its body when the bytes are overwritten', () => {
    for (const all of [withLength(Buffer.from('abc')), inChunks([Buffer.from('abc')])]) {
      const answer = answerIn(all);
      all.fill(0);
      expect(answer?.body.toString()).toBe('abc');
    }
  });

  test('has its status', () => {
    expect(answerIn(Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}'))?.status).toBe(404);
  });

  test.each([
    ['SSH-2.0-x\r\n\r\n', 'no HTTP/1.1'],
    [`${head}\r\nabc`, 'neither length nor chunks'],
    [`${head}Content-Length: 1\r\n\r\nabc`, 'more than one answer'],
    [`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 'a chunk without size'],
  ])('%j is refused', (text, why) => {
    expect(() => answerIn(Buffer.from(text))).toThrow(why);
  });
});
