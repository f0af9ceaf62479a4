import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapped } from '../../src/report/layout.js';
import { listed, perCent, rateInWords, tallyText, times } from '../../src/report/words.js';
import { rateOf } from '../../src/statistics/rate.js';
import { present } from '../../src/base/assert.js';

describe('a percentage', () => {
  it('has more digits towards the ends', () => {
    expect([0.6, 0.625, 0.094, 0.0142, 0.004, 0.00034, 0.9986, 1].map((share) => perCent(share))).toEqual([
      '60',
      '63',
      '9.4',
      '1.4',
      '0.4',
      '0.034',
      '99.86',
      '100',
    ]);
  });

  it('never reads as 0 or 100 when it is neither, and keeps its order', () => {
    const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    fc.assert(
      fc.property(share, fc.constantFrom('near', 'up', 'down'), (value, rounding) => {
        const text = perCent(value, rounding);
        expect(Number(text) > 0 && Number(text) < 100).toBe(true);
        expect(Math.abs(Number(text) - value * 100)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('of a bound is never bolder than the bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (n) => {
        const bound = present(rateOf(0, n), 'rate').high * 100;
        expect(Number(perCent(bound / 100, 'up'))).toBeGreaterThanOrEqual(bound - 1e-9);
      }),
    );
  });
});

describe('a rate in words', () => {
  it('always has its interval or its bound', () => {
    expect([0, 5, 10].map((k) => rateInWords(present(rateOf(k, 10), 'rate')))).toEqual([
      'under 26 % at 95 % confidence',
      '50 %, 95 % interval 24 to 76 %',
      'over 74 % at 95 % confidence',
    ]);
    expect(rateInWords(present(rateOf(0, 299), 'rate'))).toBe('under 1 % at 95 % confidence');
  });
});

describe('words', () => {
  it('count and list as a person would', () => {
    expect([times(1), times(2), times(6)]).toEqual(['once', 'twice', '6 times']);
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
    expect(tallyText(['b', 'a', 'a'])).toBe('a (2), b (1)');
  });

  it('wrap without losing any, within the width, and keep a number with its unit', () => {
    expect(wrapped('it held 80 of 112 MiB', 19)).toEqual(['it held 80 of', '112 MiB']);
    const word = fc.stringMatching(/^[a-z]{1,9}$/).filter((text) => !['ms', 's', 'min'].includes(text));
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 9, max: 60 }), (all, width) => {
        const lines = wrapped(all.join(' '), width);
        expect(lines.join(' ')).toBe(all.join(' '));
        expect(lines.every((line) => line.length <= width)).toBe(true);
      }),
    );
  });
});
