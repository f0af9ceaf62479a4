import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstWhere, pointWhere } from '../../src/statistics/bisection.js';

describe('the first place at which a condition holds', () => {
  it('is found wherever it lies, with few questions, none of them about the last place or beyond', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (last, first) => {
        const asked: number[] = [];
        const found = firstWhere(last, (at) => {
          asked.push(at);
          return at >= first;
        });
        expect(found).toBe(Math.min(last, first));
        expect(asked.every((at) => Number.isInteger(at) && at >= 0 && at < last)).toBe(true);
        expect(asked.length).toBeLessThanOrEqual(Math.ceil(Math.log2(last + 1)));
      }),
    );
  });

  it('is the only one there is, without a question', () => {
    expect(firstWhere(0, () => expect.fail('it was asked'))).toBe(0);
    expect([firstWhere(1, () => true), firstWhere(1, () => false)]).toEqual([0, 1]);
  });
});

describe('the first point at which a condition holds', () => {
  it.each([
    [-3, 5, 1.25],
    [-3, 5, -2.999],
    [0, 1, 1e-9],
    [-800, 40, Math.E],
    [7, 8, 7.999],
  ])('between %f and %f is found: %f', (low, high, first) => {
    const found = pointWhere([low, high], (at) => at >= first);
    expect(found).toBeGreaterThanOrEqual(first);
    expect(found - first).toBeLessThanOrEqual((high - low) * 1e-15 + 1e-15 * Math.abs(first));
  });

  it('is one of the ends where the condition holds all over, or nowhere', () => {
    expect([pointWhere([2, 3], () => true), pointWhere([2, 3], () => false)]).toEqual([2, 3]);
  });
});
