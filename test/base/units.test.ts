import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  formatBytes,
  formatDuration,
  parseByteRange,
  parseBytes,
  parseDuration,
  parseDurationRange,
} from '../../src/base/units.js';

describe('amounts as people write them', () => {
  it('reads memory in binary and decimal units', () => {
    expect([parseBytes('448MiB'), parseBytes('0.5 GiB'), parseBytes('100MB'), parseBytes('0')]).toEqual([
      448 * 1024 ** 2,
      512 * 1024 ** 2,
      1e8,
      0,
    ]);
  });

  it('reads a range whose unit stands at its end', () => {
    expect(parseByteRange('60..140MiB')).toEqual({ low: 60 * 1024 ** 2, high: 140 * 1024 ** 2 });
    expect(parseDurationRange('500ms..2s')).toEqual({ low: 500, high: 2000 });
    expect(parseDurationRange('0..3s')).toEqual({ low: 0, high: 3000 });
  });

  it('refuses what is no amount, a range that runs backwards, and a range where one amount is wanted', () => {
    expect(['x', '3 parsec', '5..1s', '-1s', ''].map(parseDurationRange)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(parseDuration('1..2s')).toBeNull();
    expect(parseBytes('448')).toBe(448);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseByteRange(text);
        parseDurationRange(text);
      }),
    );
  });

  it('writes amounts for people', () => {
    expect([formatBytes(448 * 1024 ** 2), formatBytes(1.5 * 1024 ** 3)]).toEqual(['448 MiB', '1.5 GiB']);
    expect([
      formatDuration(0),
      formatDuration(320),
      formatDuration(4100),
      formatDuration(125_000),
      formatDuration(3_840_000),
    ]).toEqual(['0 s', '320 ms', '4.1 s', '2 min 5 s', '1 h 4 min']);
  });
});
