import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../src/base/random.js';
import type { Mark } from '../../../src/statistics/trial-result.js';
import { everSame, samenessOf, summedPairs } from '../../../src/statistics/trust/sameness.js';
import { makeResult } from '../made-campaign.js';
import { fisher } from '../../../src/statistics/two-arms/fisher.js';

/** Blocks of one trial each of two arms, as the marks of either. */
function campaign(a: string, b: string): Parameters<typeof samenessOf> {
  const planned = [
    ['a', a],
    ['b', b],
  ].flatMap(([arm = '', marks = '']) =>
    marks
      .split('')
      .map((mark, index) => ({ id: `${arm}${String(index)}`, arm, block: index + 1, mark: mark as Mark })),
  );
  const results = new Map(planned.map(({ id, arm, mark }) => [id, makeResult(mark, { trial: id, arm })]));
  return [{ count: 'not-held', trials: planned, results, over: true }, ['a', 'b']];
}

describe('two arms that are the same', () => {
  it("are held against each other by Fisher's test and in pairs of valid trials", () => {
    const found = samenessOf(...campaign('ddhh?d', 'dhdhdx'));
    expect(found).toMatchObject({
      a: 'a',
      b: 'b',
      alarm: false,
      pairs: { both: 2, firstOnly: 1, secondOnly: 1, neither: 1 },
    });
    expect(found?.p).toBe(fisher({ k: 3, n: 5 }, { k: 4, n: 6 }).twoSided);
  });

  it('raise an alarm when one always drifts and the other never', () => {
    expect(samenessOf(...campaign('dddddddd', 'hhhhhhhh'))?.alarm).toBe(true);
  });

  it('raise no alarm that one campaign in a hundred would raise by chance', () => {
    const [seldom, often] = [
      samenessOf(...campaign('dddddddh', 'dhhhhhhh')),
      samenessOf(...campaign('ddddddhhh', 'hhhhhhhhh')),
    ];
    expect([seldom?.p, often?.p].map((p) => Number(p?.toFixed(4)))).toEqual([0.0101, 0.009]);
    expect([seldom?.alarm, often?.alarm]).toEqual([false, true]);
  });

  it('speak with one valid trial each', () => {
    expect(samenessOf(...campaign('d', 'h'))).toEqual({
      a: 'a',
      b: 'b',
      p: 1,
      alarm: false,
      pairs: { both: 0, firstOnly: 1, secondOnly: 0, neither: 0 },
    });
  });

  it('are tested when all trials are over, and their pairs read before', () => {
    const [trials, names] = campaign('dddddddd', 'hhhhhhhh');
    expect(samenessOf({ ...trials, over: false }, names)).toMatchObject({
      p: null,
      alarm: false,
      pairs: { firstOnly: 8 },
    });
  });

  it('say nothing while one of them has no valid trial', () => {
    expect(samenessOf(...campaign('dd', '?n'))).toBeNull();
  });
});

describe('all pairs ever run', () => {
  it('are worth 1 before the first, and the same whichever arm is called the first', () => {
    expect(everSame(summedPairs([]))).toEqual({ pairs: 0, eValue: 1, alarm: false });
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20), (both, firstOnly, secondOnly, neither) => {
        const [one, other] = [
          everSame({ both, firstOnly, secondOnly, neither }),
          everSame({ both, firstOnly: secondOnly, secondOnly: firstOnly, neither }),
        ];
        expect(one.eValue / other.eValue).toBeCloseTo(1, 9);
      }),
    );
  });

  it('are worth the mean likelihood of three differences in either direction against none', () => {
    const ratio = (a: number, b: number): number => (a * (1 - b)) / (((a + b) / 2) * (1 - (a + b) / 2));
    const mean = [0.05, 0.125, 0.25].reduce((sum, b) => sum + ratio(0.5, b) + ratio(b, 0.5), 0) / 6;
    expect(everSame({ both: 0, firstOnly: 1, secondOnly: 0, neither: 0 }).eValue).toBeCloseTo(mean, 12);
    const seven =
      [0.05, 0.125, 0.25].reduce((sum, b) => sum + ratio(0.5, b) ** 7 + ratio(b, 0.5) ** 7, 0) / 6;
    expect(everSame({ both: 0, firstOnly: 7, secondOnly: 0, neither: 0 }).eValue).toBeCloseTo(seven, 9);
  });

  it('raise the alarm at a hundred', () => {
    const ever = (firstOnly: number, neither: number): readonly [number, boolean] => {
      const { eValue, alarm } = everSame({ both: 0, firstOnly, secondOnly: 0, neither });
      return [Math.floor(eValue), alarm];
    };
    expect([ever(7, 7), ever(7, 0)]).toEqual([
      [53, false],
      [101, true],
    ]);
    const all = Array.from({ length: 12 }, (_, firstOnly) =>
      Array.from({ length: 40 }, (__, neither) => ever(firstOnly, neither)),
    ).flat();
    expect(all.filter(([eValue, alarm]) => alarm !== eValue >= 100)).toEqual([]);
    expect(all.some(([eValue]) => eValue > 60 && eValue < 100)).toBe(true);
  });

  it('have a mean of 1 at most over every outcome, whatever rate the arms have in common', () => {
    for (const rate of [0.05, 0.3, 0.5, 0.8]) {
      const mean = outcomesOf(6).reduce(
        (sum, { counts, ways }) => sum + ways * probabilityOf(counts, rate) * everSame(counts).eValue,
        0,
      );
      expect(mean).toBeLessThanOrEqual(1 + 1e-12);
    }
  });

  it('raise the alarm within a few dozen pairs where the arms differ, and seldom ever where they do not', () => {
    const alarmAt = (rateA: number, rateB: number, seed: number): number | null => {
      const random = randomFrom(seed, 'pairs');
      let counts = summedPairs([]);
      for (let pairs = 1; pairs <= 200; pairs++) {
        const [a, b] = [random.integer(0, 999) < rateA * 1000, random.integer(0, 999) < rateB * 1000];
        counts = summedPairs([
          counts,
          {
            both: 0,
            firstOnly: 0,
            secondOnly: 0,
            neither: 0,
            [a ? (b ? 'both' : 'firstOnly') : b ? 'secondOnly' : 'neither']: 1,
          },
        ]);
        if (everSame(counts).alarm) return pairs;
      }
      return null;
    };
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    expect(seeds.filter((seed) => alarmAt(0.5, 0.1, seed) !== null).length).toBeGreaterThan(195);
    expect(seeds.filter((seed) => alarmAt(0.3, 0.3, seed) !== null).length).toBeLessThanOrEqual(4);
  });
});

interface Counted {
  readonly counts: Parameters<typeof everSame>[0];
  readonly ways: number;
}

function outcomesOf(pairs: number): readonly Counted[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const all: Counted[] = [];
  for (let both = 0; both <= pairs; both++)
    for (let firstOnly = 0; both + firstOnly <= pairs; firstOnly++)
      for (let secondOnly = 0; both + firstOnly + secondOnly <= pairs; secondOnly++) {
        const neither = pairs - both - firstOnly - secondOnly;
        all.push({
          counts: { both, firstOnly, secondOnly, neither },
          ways:
            factorial(pairs) /
            [both, firstOnly, secondOnly, neither].reduce((product, n) => product * factorial(n), 1),
        });
      }
  return all;
}

function probabilityOf({ both, firstOnly, secondOnly, neither }: Counted['counts'], rate: number): number {
  return (
    (rate * rate) ** both * (rate * (1 - rate)) ** (firstOnly + secondOnly) * ((1 - rate) ** 2) ** neither
  );
}
