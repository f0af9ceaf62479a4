import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confidenceSequence } from '../../../src/statistics/anytime/confidence-sequence.js';
import { eValueBelow } from '../../../src/statistics/anytime/e-value.js';
import { expectNear, referenceRows } from '../reference/read.js';

interface SequenceRow {
  readonly k: number;
  readonly n: number;
  readonly alpha: number;
  readonly priorA: number;
  readonly lower: number;
  readonly upper: number;
}

interface EvidenceRow {
  readonly k: number;
  readonly n: number;
  readonly p: number;
  readonly priorA: number;
  readonly logE_rateBelowP: number;
}

const sequences = (referenceRows('confidence-sequences') as readonly SequenceRow[]).filter(
  ({ priorA }) => priorA === 0.5,
);
const evidence = (referenceRows('e-values') as readonly EvidenceRow[]).filter(({ priorA }) => priorA === 0.5);
const looks = 150;

/** Exact probability that `isOut` holds at some look up to the last, when the rate is `p`. */
function everOut(p: number, isOut: (k: number, n: number) => boolean): number {
  let open = [1];
  let out = 0;
  for (let n = 1; n <= looks; n += 1) {
    const next = Array.from(
      { length: n + 1 },
      (_, k) => (open[k] ?? 0) * (1 - p) + (k === 0 ? 0 : (open[k - 1] ?? 0) * p),
    );
    open = next.map((probability, k) => {
      if (probability === 0 || !isOut(k, n)) return probability;
      out += probability;
      return 0;
    });
  }
  return out;
}

describe('the confidence sequence', () => {
  it.each(sequences)('is as computed elsewhere: $k of $n at $alpha', ({ k, n, alpha, lower, upper }) => {
    const found = confidenceSequence(k, n, alpha);
    expectNear(found.low, lower);
    expectNear(found.high, upper);
  });

  it('says nothing before the first trial', () => {
    expect(confidenceSequence(0, 0, 0.05)).toEqual({ low: 0, high: 1 });
  });

  it('leaves the true rate out at any of 150 looks less often than it says, whatever the rate', () => {
    const known = Array.from({ length: looks + 1 }, (_, n) =>
      Array.from({ length: n + 1 }, (__, k) => confidenceSequence(k, n, 0.05)),
    );
    for (const p of [0.005, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.99]) {
      const missed = everOut(p, (k, n) => {
        const { low, high } = known[n]?.[k] ?? { low: 0, high: 1 };
        return p < low || p > high;
      });
      expect(missed).toBeLessThanOrEqual(0.05);
      expect(missed).toBeGreaterThan(0.0001);
    }
  });

  it('holds the rate that was seen, mirrors, and shrinks with the confidence', () => {
    const counts = fc
      .integer({ min: 1, max: 100_000 })
      .chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }) }));
    fc.assert(
      fc.property(counts, ({ k, n }) => {
        const [wide, narrow, mirrored] = [
          confidenceSequence(k, n, 0.01),
          confidenceSequence(k, n, 0.1),
          confidenceSequence(n - k, n, 0.1),
        ];
        expect(
          0 <= wide.low &&
            wide.low <= narrow.low &&
            narrow.low <= k / n &&
            k / n <= narrow.high &&
            narrow.high <= wide.high &&
            wide.high <= 1,
        ).toBe(true);
        expect(narrow.low).toBeCloseTo(1 - mirrored.high, 12);
      }),
    );
  });
});

describe('the e-value for a rate below a limit', () => {
  it.each(evidence)('is as computed elsewhere: $k of $n against $p', ({ k, n, p, logE_rateBelowP }) => {
    expectNear(Math.log(eValueBelow(k, n, p)), logE_rateBelowP);
  });

  it('lets a clean fix pass after 36, 17 and 11 trials against 10, 20 and 30 per cent', () => {
    const first = [0.1, 0.2, 0.3].map((p1) =>
      Array.from({ length: 100 }, (_, n) => n).find((n) => eValueBelow(0, n, p1) >= 20),
    );
    expect(first).toEqual([36, 17, 11]);
  });

  it('ever calls a rate at or above the limit below it less often than it says', () => {
    for (const [p1, rate] of [
      [0.1, 0.1],
      [0.1, 0.12],
      [0.3, 0.3],
      [0.5, 0.5],
    ] as const) {
      const wrong = everOut(rate, (k, n) => eValueBelow(k, n, p1) >= 20);
      expect(wrong).toBeLessThanOrEqual(0.05);
      expect(wrong).toBeGreaterThan(0.001);
    }
  });
});
