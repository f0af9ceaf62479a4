import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/base/random.js';
import { isotonicThreshold, pooled } from '../../src/statistics/threshold/isotonic.js';
import { threshold, type LevelOutcome } from '../../src/statistics/threshold/threshold.js';

interface Reference {
  readonly levels: number;
  readonly rows: readonly {
    readonly trials: readonly (readonly [number, number])[];
    readonly mean: number;
    readonly q05: number;
    readonly q50: number;
    readonly q95: number;
    readonly expectedPosteriorVariance: readonly number[];
    readonly nextLevel: number;
  }[];
  readonly centeredIsotonic: readonly {
    readonly x: readonly number[];
    readonly k: readonly number[];
    readonly n: readonly number[];
    readonly points: readonly (readonly number[])[];
    readonly x50: number;
  }[];
}

const reference = JSON.parse(
  readFileSync(new URL('reference/threshold.json', import.meta.url), 'utf8'),
) as Reference;

describe('the threshold search', () => {
  it.each(reference.rows)(
    'has the reference values after %#',
    ({ trials, mean, q05, q50, q95, expectedPosteriorVariance, nextLevel }) => {
      const found = threshold(
        reference.levels,
        trials.map(([level, failed]) => ({ level, failed: failed === 1 })),
      );
      expect(found.estimate.mean).toBeCloseTo(mean, 9);
      expect(
        [found.estimate.low, found.estimate.median, found.estimate.high].map((x) => Number(x.toFixed(9))),
      ).toEqual([q05, q50, q95].map((x) => Number(x.toFixed(9))));
      found.expectedVariance.forEach((variance, level) => {
        expect(variance).toBeCloseTo(expectedPosteriorVariance[level] ?? NaN, 9);
      });
      expect(found.next).toBe(nextLevel);
    },
  );

  it('knows the same whatever the order of the outcomes', () => {
    const outcome = fc.record({ level: fc.integer({ min: 0, max: 5 }), failed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 12 }), (outcomes) => {
        expect(threshold(6, [...outcomes].reverse()).estimate.mean).toBeCloseTo(
          threshold(6, outcomes).estimate.mean,
          9,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('says that the answer lies outside when nothing fails, or everything', () => {
    const all = (failed: boolean): readonly LevelOutcome[] =>
      Array.from({ length: 12 }, (_, index) => ({ level: index % 6, failed }));
    expect(threshold(6, all(false)).estimate.outside).toBe('above');
    expect(threshold(6, all(true)).estimate.outside).toBe('below');
  });

  it.each([
    ['0/1 1/3 3/3 0/2', null],
    ['0/2 2/3 1/4 1/1', null],
    ['0/1 1/3 3/3 1/4', 'above'],
    ['0/2 1/1 2/3 1/3', 'above'],
    ['2/4 1/3 0/0 1/1', null],
    ['0/0 0/0 2/3 2/3', null],
    ['2/4 0/0 2/4 1/1', 'below'],
    ['0/9 0/9 1/1 1/1', null],
    ['0/9 0/9 0/1 1/1', 'above'],
    ['0/9 0/9 1/1 0/0', 'above'],
    ['0/1 0/1 9/9 9/9', null],
    ['0/1 1/1 9/9 9/9', 'below'],
    ['0/0 0/1 9/9 9/9', 'below'],
  ])('takes it to lie outside with more than a fifth of the probability there: %s is %s', (text, outside) => {
    // Failures of trials at each level; the probability beyond the end is 0.19 or 0.21 in those that are near.
    const outcomes = text.split(' ').flatMap((count, level) => {
      const [k = 0, n = 0] = count.split('/').map(Number);
      return Array.from({ length: n }, (_, index): LevelOutcome => ({ level, failed: index < k }));
    });
    expect(threshold(4, outcomes).estimate.outside).toBe(outside);
  });

  it('finds the load at which half fails, with an interval that holds: 40 searches of 20 trials', () => {
    const [levels, truth, slope] = [11, 5.3, 1];
    let [covered, squares] = [0, 0];
    for (let search = 0; search < 40; search += 1) {
      const random = randomFrom(20_261_127, 'threshold', String(search));
      const outcomes: LevelOutcome[] = [];
      for (let trial = 0; trial < 20; trial += 1) {
        const { next } = threshold(levels, outcomes);
        outcomes.push({
          level: next,
          failed: random.integer(0, 999_999) / 1e6 < 1 / (1 + Math.exp(-(next - truth) / slope)),
        });
      }
      const { estimate } = threshold(levels, outcomes);
      if (estimate.low <= truth && truth <= estimate.high) covered += 1;
      squares += (estimate.mean - truth) ** 2;
    }
    expect(covered / 40).toBeGreaterThanOrEqual(0.85);
    expect(Math.sqrt(squares / 40)).toBeLessThanOrEqual((1.35 * 2 * slope) / Math.sqrt(20));
  });
});

describe('centred isotonic regression', () => {
  it.each(reference.centeredIsotonic)('has the reference values of %#', ({ x, k, n, points, x50 }) => {
    const counts = x.map((at, index) => ({ x: at, k: k[index] ?? 0, n: n[index] ?? 0 }));
    const found = pooled(counts).flatMap((point) => [point.x, point.k / point.n, point.n]);
    expect(found).toHaveLength(points.flat().length);
    points.flat().forEach((value, index) => {
      expect(found[index]).toBeCloseTo(value, 8);
    });
    expect(isotonicThreshold(counts)).toBeCloseTo(x50, 9);
  });

  it('pools what falls, and what is flat but for nothing and all; a level without a trial says nothing', () => {
    const pools = (...counts: readonly (readonly [number, number])[]): readonly string[] =>
      pooled(counts.map(([k, n], x) => ({ x, k, n }))).map(
        ({ x, k, n }) => `${String(k)}/${String(n)} at ${x.toFixed(2)}`,
      );
    expect(pools([0, 2], [0, 3], [1, 4], [2, 8], [3, 3], [4, 4])).toEqual([
      '0/2 at 0.00',
      '0/3 at 1.00',
      '3/12 at 2.67',
      '3/3 at 4.00',
      '4/4 at 5.00',
    ]);
    expect(pools([1, 2], [0, 0], [0, 2], [2, 2])).toEqual(['1/4 at 1.00', '2/2 at 3.00']);
    expect(pools([0, 1], [3, 4], [2, 4], [1, 4])).toEqual(['0/1 at 0.00', '6/12 at 2.00']);
    expect(isotonicThreshold([0, 1, 2].map((x) => ({ x, k: x, n: 2 })))).toBe(1);
    expect(isotonicThreshold([0, 1].map((x) => ({ x, k: 1, n: 2 })))).toBe(0.5);
    expect(isotonicThreshold([0, 1].map((x) => ({ x, k: 2, n: 3 })))).toBeNull();
    expect(
      isotonicThreshold([
        { x: 0, k: 1, n: 5 },
        { x: 3, k: 4, n: 5 },
      ]),
    ).toBeCloseTo(1.5, 12);
  });

  it('reaches no half where nothing does', () => {
    expect(
      isotonicThreshold([
        { x: 0, k: 0, n: 3 },
        { x: 1, k: 1, n: 4 },
      ]),
    ).toBeNull();
  });
});
