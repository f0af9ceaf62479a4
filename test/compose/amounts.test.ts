// Durations and sizes as docker reads them.
import { describe, expect, test } from 'vitest';
import { parseGoDuration, parseRam } from '../../src/compose/amounts.js';

describe('a duration', () => {
  test.each([
    ['0', 0],
    ['10s', 10_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['500ms', 500],
    ['.5s', 500],
    ['1us', 0.001],
    ['-1s', -1000],
    ['1h1m1s1ms', 3_661_001],
  ])('of %s is %d ms', (text, ms) => {
    expect(parseGoDuration(text)).toBe(ms);
  });

  test.each(['', '5', '5 s', '5sec', '1d', 's', '-', '1m30', `${'1'.repeat(200_000)}x`])(
    'is not %s',
    (text) => {
      expect(parseGoDuration(text)).toBeNull();
    },
  );
});

describe('a size', () => {
  test.each([
    ['512', 512],
    ['512b', 512],
    ['1k', 1024],
    ['1K', 1024],
    ['64MiB', 64 * 1024 ** 2],
    ['64 mb', 64 * 1024 ** 2],
    ['1.5g', 1.5 * 1024 ** 3],
    ['1t', 1024 ** 4],
  ])('of %s is %d bytes', (text, bytes) => {
    expect(parseRam(text)).toBe(bytes);
  });

  test.each(['', '512q', 'm', '1 2m', '-1m', '1mbb', '1  m'])('is not %s', (text) => {
    expect(parseRam(text)).toBeNull();
  });
});
