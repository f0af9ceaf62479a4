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

  it('reaches no half where nothing does', () => {
    expect(
      isotonicThreshold([
        { x: 0, k: 0, n: 3 },
        { x: 1, k: 1, n: 4 },
      ]),
    ).toBeNull();
  });
});
