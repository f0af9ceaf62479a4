import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound, upperBound } from '../../src/statistics/clopper-pearson.js';
import { newcombe } from '../../src/statistics/two-arms/newcombe.js';
import { rateOf } from '../../src/statistics/rate.js';
import { wilson, type Confidence } from '../../src/statistics/wilson.js';

interface Reference {
  readonly intervals: readonly { k: number; n: number; level: Confidence; wilson: [number, number]; upper1_cp: number; lower1_cp: number }[];
  readonly twoArm: readonly { failA: number; passA: number; failB: number; passB: number; newcombe: [number, number] }[];
}

const reference = JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as Reference;

function expectNear(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}

const counts = fc.integer({ min: 1, max: 2000 }).chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }) }));
const levels = fc.constantFrom<Confidence>(0.9, 0.95, 0.99);

describe('the reference values are met by', () => {
  it.each(reference.intervals)('the Wilson interval of $k of $n at $level', ({ k, n, level, wilson: [low, high] }) => {
    const found = wilson(k, n, level);
    expectNear(found.low, low);
    expectNear(found.high, high);
  });

  it.each(reference.intervals)('the one-sided exact bounds of $k of $n at $level', ({ k, n, level, upper1_cp, lower1_cp }) => {
    expectNear(upperBound(k, n, level), upper1_cp);
    expectNear(lowerBound(k, n, level), lower1_cp);
  });

  it.each(reference.twoArm)('the difference of $failA:$passA and $failB:$passB', ({ failA, passA, failB, passB, newcombe: [low, high] }) => {
    const found = newcombe({ k: failA, n: failA + passA }, { k: failB, n: failB + passB }, 0.95);
    expectNear(found.low, low);
    expectNear(found.high, high);
  });
});

describe('an interval', () => {
  it('of Wilson holds the rate that was seen and stays within 0 and 1', () => {
    fc.assert(fc.property(counts, levels, ({ k, n }, level) => {
      const { low, high } = wilson(k, n, level);
      expect(0 <= low && low <= k / n && k / n <= high && high <= 1 && low < high).toBe(true);
    }));
  });

  it('of Wilson mirrors when failures and passes change places', () => {
    fc.assert(fc.property(counts, levels, ({ k, n }, level) => {
      const [one, other] = [wilson(k, n, level), wilson(n - k, n, level)];
      expect(one.low).toBeCloseTo(1 - other.high, 12);
    }));
  });

  it('has exact bounds on either side of the rate, wider the surer', () => {
    fc.assert(fc.property(counts, ({ k, n }) => {
      const [low99, low95, high95, high99] = [lowerBound(k, n, 0.99), lowerBound(k, n, 0.95), upperBound(k, n, 0.95), upperBound(k, n, 0.99)];
      expect(0 <= low99 && low99 <= low95 && low95 <= k / n && k / n <= high95 && high95 <= high99 && high99 <= 1).toBe(true);
    }));
  });

  it('at 0 of n has the closed form 1 - (1 - confidence)^(1/n)', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), (n) => {
      expectNear(upperBound(0, n, 0.95), -Math.expm1(Math.log(0.05) / n));
    }));
  });

  it('of a difference holds the difference, stays within -1 and 1, and turns its sign when the arms change places', () => {
    fc.assert(fc.property(counts, counts, (a, b) => {
      const [one, other] = [newcombe(a, b, 0.95), newcombe(b, a, 0.95)];
      const difference = a.k / a.n - b.k / b.n;
      expect(-1 <= one.low && one.low <= difference && difference <= one.high && one.high <= 1).toBe(true);
      expect(one.low).toBeCloseTo(-other.high, 12);
    }));
  });
});

describe('the rate of an arm', () => {
  it('is unknown without valid trials', () => {
    expect(rateOf(0, 0)).toBeNull();
  });

  it('has the bound that may be claimed at 0 of n and at n of n, and the Wilson interval between', () => {
    expect(rateOf(0, 10)).toMatchObject({ rate: 0, low: 0, method: 'clopper-pearson-upper', confidence: 0.95 });
    expect(rateOf(0, 10)?.high).toBeCloseTo(0.258866, 6);
    expect(rateOf(10, 10)).toMatchObject({ rate: 1, high: 1, method: 'clopper-pearson-lower' });
    expect(rateOf(10, 10)?.low).toBeCloseTo(0.741134, 6);
    expect(rateOf(5, 10)).toMatchObject({ rate: 0.5, method: 'wilson' });
  });
});
