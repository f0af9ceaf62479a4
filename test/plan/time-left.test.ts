import { describe, expect, it } from 'vitest';
import { estimateMs } from '../../src/plan/estimate.js';
import type { Plan } from '../../src/plan/plan.js';
import { timeLeftMs, type TimeSoFar } from '../../src/plan/time-left.js';
import { makePlan } from '../statistics/made-campaign.js';

const plan = makePlan(['a', 'b'], 4);
const at = (took: Readonly<Record<string, number>>, more: Partial<TimeSoFar> = {}): TimeSoFar => ({
  jobs: 1,
  tookMs: new Map(Object.entries(took)),
  runningMs: new Map(),
  ended: new Set(Object.keys(took)),
  budgetLeftMs: null,
  ...more,
});

describe('the time that is left', () => {
  it('is not told before a trial has ended', () => {
    expect(timeLeftMs(plan, at({}, { runningMs: new Map([['001', 5000]]) }))).toBeNull();
  });

  it('comes from the trials of each arm that ended, whatever was estimated before', () => {
    const slow = at({ '001': 60_000, '002': 20_000 });
    expect(timeLeftMs(plan, slow)).toBe(3 * 60_000 + 3 * 20_000);
    expect(estimateMs(plan, 1)).toBeLessThan(100_000);
  });

  it('is that of an arm of which none has ended by how far the others were from their estimates', () => {
    const once = timeLeftMs(plan, at({ '001': 12_000 })) ?? 0;
    const thrice = timeLeftMs(plan, at({ '001': 36_000 })) ?? 0;
    expect(thrice).toBe(3 * once);
  });

  it('takes trials that run for as far as they are, and shares the rest between those at a time', () => {
    const two = at(
      { '001': 10_000, '002': 10_000 },
      {
        jobs: 2,
        runningMs: new Map([
          ['003', 4000],
          ['004', 8000],
        ]),
      },
    );
    expect(timeLeftMs(plan, two)).toBe(26_000);
    const last = at(Object.fromEntries(plan.trials.slice(0, 7).map(({ id }) => [id, 10_000])));
    expect(timeLeftMs(plan, { ...last, runningMs: new Map([['008', 4000]]) })).toBe(6000);
  });

  it('is not told when the last that run take longer than any before', () => {
    const last = at(Object.fromEntries(plan.trials.slice(0, 7).map(({ id }) => [id, 10_000])));
    expect(timeLeftMs(plan, { ...last, runningMs: new Map([['008', 14_000]]) })).toBeNull();
    // What would be shown as no time at all.
    expect(timeLeftMs(plan, { ...last, runningMs: new Map([['008', 9_970]]) })).toBeNull();
    expect(timeLeftMs(plan, { ...last, runningMs: new Map([['008', 9_000]]) })).toBe(1000);
  });

  it('ends with the budget: what is not launched takes no time', () => {
    const each = at({ '001': 10_000, '002': 10_000 }, { budgetLeftMs: 15_000 });
    expect(timeLeftMs(plan, each)).toBe(20_000);
  });

  it('counts no more trials of a search than it may make', () => {
    const search: Plan = {
      ...plan,
      stop: {
        question: 'half-fails',
        of: 'a',
        injector: 'memory',
        levels: plan.arms.map(({ name }, index) => ({ arm: name, amount: index })),
        trialsMax: 3,
        widthTarget: 1,
        anchorEvery: 4,
        sha256: '',
      },
    };
    expect(timeLeftMs(search, at({ '001': 10_000, '002': 10_000 }))).toBe(10_000);
  });
});
