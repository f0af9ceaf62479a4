import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import binomialPmf from '@stdlib/stats-base-dists-binomial-pmf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound, upperBound } from '../../src/statistics/clopper-pearson.js';
import { rateOf, rateSoFar } from '../../src/statistics/rate.js';
import { newcombe } from '../../src/statistics/two-arms/newcombe.js';
import { wilson, type Confidence } from '../../src/statistics/wilson.js';
import { expectNear, referenceRows } from './reference/read.js';

interface IntervalRow {
  readonly k: number;
  readonly n: number;
  readonly level: Confidence;
  readonly wilson: readonly [number, number];
  readonly upper1_cp: number;
  readonly lower1_cp: number;
}

const intervals = referenceRows('intervals') as readonly IntervalRow[];
const rates = Array.from({ length: 199 }, (_, index) => (index + 1) / 200);
const counts = fc
  .integer({ min: 1, max: 2000 })
  .chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }) }));
const levels = fc.constantFrom<Confidence>(0.9, 0.95, 0.99);

/** Exact probability that what is said of `k` of `n` is true when the rate is `p`. */
function coverage(n: number, p: number, isTrue: (k: number) => boolean): number {
  return Array.from({ length: n + 1 }, (_, k) => (isTrue(k) ? binomialPmf(k, n, p) : 0)).reduce(
    (sum, chance) => sum + chance,
    0,
  );
}

describe('the reference values are met by', () => {
  it.each(intervals)('the Wilson interval of $k of $n at $level', ({ k, n, level, wilson: [low, high] }) => {
    const found = wilson(k, n, level);
    expectNear(found.low, low);
    expectNear(found.high, high);
  });

  it.each(intervals)(
    'the one-sided exact bounds of $k of $n at $level',
    ({ k, n, level, upper1_cp, lower1_cp }) => {
      expectNear(upperBound(k, n, level), upper1_cp);
      expectNear(lowerBound(k, n, level), lower1_cp);
    },
  );

  it('the beta quantiles of the library, and its distribution function turns them back', () => {
    for (const [q, a, b, x] of referenceRows('beta') as readonly (readonly [
      number,
      number,
      number,
      number,
    ])[]) {
      expectNear(betaQuantile(q, a, b), x);
      expectNear(betaCdf(betaQuantile(q, a, b), a, b), q);
    }
  });

  it('the trials without a failure that claim a rate: one fewer would not do', () => {
    for (const { p1, beta, n } of referenceRows('zero-failures') as readonly {
      p1: number;
      beta: number;
      n: number;
    }[]) {
      const confidence = (1 - beta) as Confidence;
      expect(upperBound(0, n, confidence)).toBeLessThanOrEqual(p1);
      if (n > 1) expect(upperBound(0, n - 1, confidence)).toBeGreaterThan(p1);
    }
  });
});

describe('at every rate from 0.5 to 99.5 per cent', () => {
  it.each([5, 10, 30, 60])('an exact bound on %i trials is true at least as often as it says', (n) => {
    for (const level of [0.9, 0.95, 0.99] as const) {
      const [above, below] = [
        Array.from({ length: n + 1 }, (_, k) => upperBound(k, n, level)),
        Array.from({ length: n + 1 }, (_, k) => lowerBound(k, n, level)),
      ];
      expect(
        Math.min(...rates.map((p) => coverage(n, p, (k) => p <= (above[k] ?? NaN)))),
      ).toBeGreaterThanOrEqual(level - 1e-12);
      expect(
        Math.min(...rates.map((p) => coverage(n, p, (k) => p >= (below[k] ?? NaN)))),
      ).toBeGreaterThanOrEqual(level - 1e-12);
    }
  });

  it.each([10, 20, 30, 60])(
    'the Wilson interval on %i trials is true about as often as it says, on average over the rates',
    (n) => {
      const known = Array.from({ length: n + 1 }, (_, k) => wilson(k, n, 0.95));
      const found = rates.map((p) =>
        coverage(n, p, (k) => (known[k]?.low ?? NaN) <= p && p <= (known[k]?.high ?? NaN)),
      );
      expect(found.reduce((sum, one) => sum + one, 0) / found.length).toBeCloseTo(0.95, 1.5);
      expect(Math.min(...found)).toBeGreaterThan(0.83);
    },
  );

  it('the interval of a difference on 20 and 20 trials is true about as often as it says', () => {
    const n = 20;
    const known = Array.from({ length: n + 1 }, (_, x) =>
      Array.from({ length: n + 1 }, (__, y) => newcombe({ k: x, n }, { k: y, n }, 0.95)),
    );
    const grid = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9];
    const found = grid.flatMap((pA) =>
      grid.map((pB) =>
        known.reduce(
          (sum, row, x) =>
            sum +
            binomialPmf(x, n, pA) *
              coverage(n, pB, (y) => {
                const { low, high } = row[y] ?? { low: NaN, high: NaN };
                return low <= pA - pB && pA - pB <= high;
              }),
          0,
        ),
      ),
    );
    expect(Math.min(...found)).toBeGreaterThan(0.92);
    expect(found.reduce((sum, one) => sum + one, 0) / found.length).toBeGreaterThan(0.94);
  });
});

describe('an interval', () => {
  it('of Wilson holds the rate that was seen and stays within 0 and 1', () => {
    fc.assert(
      fc.property(counts, levels, ({ k, n }, level) => {
        const { low, high } = wilson(k, n, level);
        expect(0 <= low && low <= k / n && k / n <= high && high <= 1 && low < high).toBe(true);
      }),
    );
  });

  it('of Wilson mirrors when failures and passes change places', () => {
    fc.assert(
      fc.property(counts, levels, ({ k, n }, level) => {
        const [one, other] = [wilson(k, n, level), wilson(n - k, n, level)];
        expect(one.low).toBeCloseTo(1 - other.high, 12);
      }),
    );
  });

  it('has exact bounds on either side of the rate, wider the surer', () => {
    fc.assert(
      fc.property(counts, ({ k, n }) => {
        const [low99, low95, high95, high99] = [
          lowerBound(k, n, 0.99),
          lowerBound(k, n, 0.95),
          upperBound(k, n, 0.95),
          upperBound(k, n, 0.99),
        ];
        expect(
          0 <= low99 &&
            low99 <= low95 &&
            low95 <= k / n &&
            k / n <= high95 &&
            high95 <= high99 &&
            high99 <= 1,
        ).toBe(true);
      }),
    );
  });

  it('at 0 of n has the closed form 1 - (1 - confidence)^(1/n)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (n) => {
        expectNear(upperBound(0, n, 0.95), -Math.expm1(Math.log(0.05) / n));
      }),
    );
  });

  it(
    'of a difference holds the difference, stays within -1 and 1, and turns its sign when the arms ' +
      'change places',
    () => {
      fc.assert(
        fc.property(counts, counts, (a, b) => {
          const [one, other] = [newcombe(a, b, 0.95), newcombe(b, a, 0.95)];
          const difference = a.k / a.n - b.k / b.n;
          expect(-1 <= one.low && one.low <= difference && difference <= one.high && one.high <= 1).toBe(
            true,
          );
          expect(one.low).toBeCloseTo(-other.high, 12);
        }),
      );
    },
  );
});

describe('the rate of an arm', () => {
  it('is unknown without valid trials', () => {
    expect(rateOf(0, 0)).toBeNull();
  });

  it('has the bound that may be claimed at 0 of n and at n of n, and the Wilson interval between', () => {
    expect(rateOf(0, 10)).toMatchObject({
      rate: 0,
      low: 0,
      method: 'clopper-pearson-upper',
      confidence: 0.95,
    });
    expect(rateOf(0, 10)?.high).toBeCloseTo(0.258866, 6);
    expect(rateOf(10, 10)).toMatchObject({ rate: 1, high: 1, method: 'clopper-pearson-lower' });
    expect(rateOf(10, 10)?.low).toBeCloseTo(0.741134, 6);
    expect(rateOf(5, 10)).toMatchObject({ rate: 0.5, method: 'wilson' });
  });

  it('while trials still run has an interval that is wider, as it holds at every look', () => {
    expect(rateSoFar(0, 0)).toBeNull();
    fc.assert(
      fc.property(counts, ({ k, n }) => {
        const [fixed, soFar] = [rateOf(k, n), rateSoFar(k, n)];
        expect(soFar?.method).toBe('confidence-sequence');
        expect(soFar?.low).toBeLessThanOrEqual(fixed?.low ?? NaN);
        expect(soFar?.high).toBeGreaterThanOrEqual(fixed?.high ?? NaN);
      }),
    );
  });
});

describe('a rate while trials still run', () => {
  it('is there from the first trial on', () => {
    expect(rateSoFar(0, 0)).toBeNull();
    expect(rateSoFar(1, 1)).toMatchObject({ k: 1, n: 1, rate: 1, method: 'confidence-sequence' });
    expect([rateOf(0, 0), rateOf(0, 1)?.method, rateOf(1, 1)?.method, rateOf(1, 2)?.method]).toEqual([
      null,
      'clopper-pearson-upper',
      'clopper-pearson-lower',
      'wilson',
    ]);
  });

  it.each([
    [2, 1],
    [-1, 1],
    [0.5, 1],
    [1, 0.5],
  ])('is of no count that cannot be: %d of %d', (k, n) => {
    expect(() => upperBound(k, n, 0.95)).toThrow();
    expect(() => lowerBound(k, n, 0.95)).toThrow();
    expect(() => wilson(k, n, 0.95)).toThrow();
    expect(() => rateSoFar(k, n)).toThrow();
  });
});
