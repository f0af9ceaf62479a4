import { describe, expect, it } from 'vitest';
import { estimateMs } from '../../src/plan/estimate.js';
import { planTrials } from '../../src/plan/plan-trials.js';
import { options, scenarioWith } from './sample.js';

/** Milliseconds of a plan of one arm with `each` trials. */
function estimated(each: number, jobs: number, settings = '{}'): number {
  return estimateMs(planTrials(scenarioWith({ a: settings }), 1, { ...options, each }), jobs);
}

describe('the estimated duration', () => {
  it('is that of one trial with a new engine, and less for each that uses it again', () => {
    expect(estimated(1, 1)).toBe(15_000);
    expect(estimated(2, 1)).toBe(27_000);
    expect(estimated(2, 1, '{ engine: { private: { fresh: true } } }')).toBe(30_000);
  });

  it('shrinks with trials at a time, down to that of one trial', () => {
    expect([1, 2, 4, 100].map((jobs) => estimated(8, jobs))).toEqual([99_000, 51_000, 27_000, 15_000]);
  });

  it('grows with the settle time, up to the deadline', () => {
    expect(estimated(1, 1, '{ observe: { settle: 10s } }')).toBe(23_000);
    expect(estimated(1, 1, '{ observe: { settle: 19s, deadline: 20s } }')).toBe(28_000);
  });

  it(
    'is that of runs one after the other where they hold a lock, and of the last to start where they ' +
      'do not',
    () => {
      const three = (more: string): number =>
        estimated(1, 1, `{ stacks: { concurrent: 3, share: stack, start-within: 0, ${more} } }`);
      expect(three('lock: true')).toBe(39_000);
      expect(three('lock: base-only')).toBe(15_000);
      const apart = estimated(1, 1, '{ stacks: { concurrent: 3, share: none, start-within: 2s } }');
      expect(apart).toBeGreaterThan(15_000);
      expect(apart).toBeLessThanOrEqual(17_000);
    },
  );

  it('is as long as the recipe of the arm has it, up to the deadlines', () => {
    const plan = planTrials(scenarioWith({ a: '{ observe: { deadline: 60s } }' }), 1, {
      ...options,
      each: 1,
    });
    const paced = (baseMs: number, upgradeMs: number): number =>
      estimateMs(plan, 1, new Map([['a', { baseMs, upgradeMs }]]));
    expect(estimateMs(plan, 1, new Map([['b', { baseMs: 9000, upgradeMs: 9000 }]]))).toBe(15_000);
    expect(paced(0, 5000)).toBe(15_000);
    expect(paced(10_000, 27_000)).toBe(47_000);
    expect(paced(0, 3_600_000)).toBe(68_000);
  });
});
