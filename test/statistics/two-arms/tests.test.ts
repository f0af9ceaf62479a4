import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boschloo } from '../../../src/statistics/two-arms/boschloo.js';
import { fisher } from '../../../src/statistics/two-arms/fisher.js';
import { holm } from '../../../src/statistics/two-arms/holm.js';
import {
  conditionalOddsRatio,
  haldaneOddsRatio,
  oddsRatio,
} from '../../../src/statistics/two-arms/odds-ratio.js';
import { newcombe } from '../../../src/statistics/two-arms/newcombe.js';
import { expectNear, referenceRows } from '../reference/read.js';

interface OddsRow {
  readonly est: number | string | null;
  readonly l95: readonly [number, number | string];
}

interface TableRow {
  readonly failA: number;
  readonly passA: number;
  readonly failB: number;
  readonly passB: number;
  readonly fisher: { readonly twoSided: number; readonly greater: number; readonly less: number };
  readonly boschloo: { readonly twoSided: number; readonly greater: number; readonly less: number };
  readonly newcombe: { readonly l90: readonly [number, number]; readonly l95: readonly [number, number] };
  readonly oddsRatioConditional: OddsRow;
  readonly oddsRatioHaldane: OddsRow;
}

const rows = referenceRows('two-arms') as readonly TableRow[];

function armsOf({
  failA,
  passA,
  failB,
  passB,
}: TableRow): readonly [{ k: number; n: number }, { k: number; n: number }] {
  return [
    { k: failA, n: failA + passA },
    { k: failB, n: failB + passB },
  ];
}

function expectOdds(
  found: { estimate: number; low: number; high: number },
  { est, l95: [low, high] }: OddsRow,
): void {
  if (est === null) expect(found.estimate).toBeNaN();
  else expectValue(found.estimate, est);
  expectValue(found.low, low);
  expectValue(found.high, high);
}

function expectValue(found: number, expected: number | string): void {
  if (typeof expected === 'string') expect(found).toBe(Number(expected));
  else expectNear(found, expected);
}

const counts = (most: number): fc.Arbitrary<{ k: number; n: number }> =>
  fc
    .integer({ min: 1, max: most })
    .chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }) }));

describe.each(rows)('$failA:$passA against $failB:$passB is as computed elsewhere', (row) => {
  const [a, b] = armsOf(row);

  it('by Fisher', () => {
    const found = fisher(a, b);
    for (const side of ['twoSided', 'greater', 'less'] as const) expectNear(found[side], row.fisher[side]);
  });

  it('by Boschloo', () => {
    const found = boschloo(a, b);
    for (const side of ['twoSided', 'greater', 'less'] as const)
      expectNear(found[side], row.boschloo[side], 1e-6);
  });

  it('by odds', () => {
    expectOdds(conditionalOddsRatio(a, b, 0.95), row.oddsRatioConditional);
    expectOdds(haldaneOddsRatio(a, b, 0.95), row.oddsRatioHaldane);
  });

  it('by difference', () => {
    for (const [level, [low, high]] of [
      [0.9, row.newcombe.l90],
      [0.95, row.newcombe.l95],
    ] as const) {
      const found = newcombe(a, b, level);
      expectNear(found.low, low);
      expectNear(found.high, high);
    }
  });
});

describe('Boschloo', () => {
  it('is never above Fisher, and changes sides with the arms', () => {
    fc.assert(
      fc.property(counts(25), counts(25), (a, b) => {
        const [found, swapped, known] = [boschloo(a, b), boschloo(b, a), fisher(a, b)];
        expect(found.greater).toBeLessThanOrEqual(known.greater * (1 + 1e-9));
        expect(found.less).toBeLessThanOrEqual(known.less * (1 + 1e-9));
        expect(found.greater).toBe(swapped.less);
      }),
    );
  });

  it("is Fisher's beyond two thousand trials, and less up to there", () => {
    const [fewer, more] = [1000, 1001].map((n) => {
      const [a, b] = [
        { k: 40, n: 1000 },
        { k: 25, n },
      ];
      return { found: boschloo(a, b), known: fisher(a, b) };
    });
    expect(more?.found.greater).toBe(more?.known.greater);
    expect(more?.found.less).toBe(more?.known.less);
    expect(more?.found.twoSided).toBe(2 * (more?.known.greater ?? NaN));
    expect(fewer?.found.greater).toBeLessThan(0.99 * (fewer?.known.greater ?? NaN));
  });

  it('errs at most as often as it says, at every common rate: all tables of 9 and 12 trials', () => {
    const [nA, nB] = [9, 12];
    const known = Array.from({ length: nA + 1 }, (_, x) =>
      Array.from({ length: nB + 1 }, (__, y) => boschloo({ k: x, n: nA }, { k: y, n: nB }).greater),
    );
    for (const level of [0.01, 0.05, 0.1]) {
      const sizes = Array.from({ length: 199 }, (_, index) => {
        const rate = (index + 1) / 200;
        return known
          .flat()
          .reduce(
            (sum, p, cell) =>
              p <= level
                ? sum + binomial(Math.floor(cell / (nB + 1)), nA, rate) * binomial(cell % (nB + 1), nB, rate)
                : sum,
            0,
          );
      });
      expect(Math.max(...sizes)).toBeLessThanOrEqual(level);
      expect(Math.max(...sizes)).toBeGreaterThan(level / 3);
    }
  });
});

function binomial(k: number, n: number, rate: number): number {
  let choose = 1;
  for (let i = 0; i < k; i += 1) choose = (choose * (n - i)) / (i + 1);
  return choose * rate ** k * (1 - rate) ** (n - k);
}

describe('the odds ratio', () => {
  it('is finite for every table, and between its bounds', () => {
    fc.assert(
      fc.property(counts(40), counts(40), (a, b) => {
        const { low, estimate, high } = oddsRatio(a, b, 0.95);
        expect([low, estimate, high].every(Number.isFinite)).toBe(true);
        expect(low <= estimate && estimate <= high).toBe(true);
      }),
    );
  });
});

describe('Holm', () => {
  it('steps down and never up', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  it('leaves a single p value alone and keeps the order of several', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (values) => {
          const adjusted = holm(values);
          if (values.length === 1) expect(adjusted).toEqual(values);
          for (const [index, p] of values.entries()) {
            expect(adjusted[index]).toBeGreaterThanOrEqual(p);
            for (const [other, q] of values.entries())
              if (p < q) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[other] ?? NaN);
          }
        },
      ),
    );
  });
});
