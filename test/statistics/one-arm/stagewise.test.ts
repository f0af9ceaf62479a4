import { describe, expect, it } from 'vitest';
import {
  compileOneArm,
  stagewiseInterval,
  type OneArmPlan,
} from '../../../src/statistics/one-arm/one-arm-plan.js';
import type { StopTable } from '../../../src/statistics/one-arm/one-arm-design.js';
import { stopPoints } from '../../../src/statistics/one-arm/walk-table.js';
import { wilson } from '../../../src/statistics/wilson.js';
import { expectNear, referenceRows } from '../reference/read.js';

interface StopRow {
  readonly n: number;
  readonly k: number;
  readonly decision: string;
  readonly ci95: readonly [number, number];
  readonly medianUnbiased: number;
}

const rows = referenceRows('stagewise') as readonly StopRow[];
const rates = Array.from({ length: 199 }, (_, index) => (index + 1) / 200);
const usual = { alpha: 0.05, beta: 0.05, capFactor: 1.25, rejectMin: 2 } as const;
const plan = compileOneArm({ ...usual, p0: 0.05, p1: 0.3 });

/** Exact probability that the interval of where the plan stopped holds the true rate. */
function coverage(
  of: OneArmPlan,
  p: number,
  intervalOf: (n: number, k: number) => { low: number; high: number },
): number {
  return stopPoints(of, p).reduce((sum, { n, k, probability }) => {
    const { low, high } = intervalOf(n, k);
    return low <= p && p <= high ? sum + probability : sum;
  }, 0);
}

function remembered(of: OneArmPlan, level: number): (n: number, k: number) => { low: number; high: number } {
  const known = new Map<string, { low: number; high: number }>();
  return (n, k) => {
    const key = `${String(n)} ${String(k)}`;
    const found = known.get(key) ?? stagewiseInterval(of, { n, k }, level);
    known.set(key, found);
    return found;
  };
}

describe('the interval after a plan stopped', () => {
  it.each([
    { p0: 0.05, p1: 0.3, level: 0.95 },
    { p0: 0.02, p1: 0.2, level: 0.95 },
    { p0: 0.2, p1: 0.5, level: 0.9 },
    { p0: 0.1, p1: 0.4, level: 0.99 },
  ])(
    'holds the true rate at least as often as it says, whatever the rate: $p0 against $p1 at $level',
    ({ p0, p1, level }) => {
      const compiled = compileOneArm({ ...usual, p0, p1 });
      const intervalOf = remembered(compiled, level);
      expect(Math.min(...rates.map((p) => coverage(compiled, p, intervalOf)))).toBeGreaterThanOrEqual(
        level - 1e-9,
      );
    },
  );

  it('is needed: the interval for a fixed number of trials would hold it far less often', () => {
    expect(Math.min(...rates.map((p) => coverage(plan, p, (n, k) => wilson(k, n, 0.95))))).toBeLessThan(0.9);
  });

  it('starts at 0 after the soonest pass and ends at 1 after the soonest failures', () => {
    expect(stagewiseInterval(plan, { n: plan.cleanPassAt, k: 0 }, 0.95).low).toBe(0);
    expect(stagewiseInterval(plan, { n: 2, k: 2 }, 0.95).high).toBe(1);
  });

  it('rises from one way to end to the next, with its estimate', () => {
    const order = [...stopPoints(plan, 0.2)].sort((a, b) => stage(a) - stage(b) || a.k - b.k);
    const found = order.map((end) => stagewiseInterval(plan, end, 0.95));
    expect(
      found.every(({ low, high, estimate }, index) => {
        const before = found[index - 1];
        return (
          low <= estimate &&
          estimate <= high &&
          (before === undefined || (before.low <= low && before.high <= high && before.estimate <= estimate))
        );
      }),
    ).toBe(true);
  });

  it('is not made up for a place where the plan does not stop', () => {
    expect(() => stagewiseInterval(plan, { n: 5, k: 1 }, 0.95)).toThrow(
      'the plan does not stop after 5 trials with 1 failures',
    );
  });

  it.each(rows)(
    'is as computed elsewhere after $n trials with $k failures ($decision)',
    ({ n, k, ci95: [low, high], medianUnbiased }) => {
      const found = stagewiseInterval(storedPlan(), { n, k }, 0.95);
      expectNear(found.low, low, 1e-6);
      expectNear(found.high, high, 1e-6);
      expectNear(found.estimate, medianUnbiased, 1e-6);
    },
  );
});

/**
 * The plan of the reference values: 0.05 against 0.30 within 30 trials, not stopped where it could not turn
 * round any more.
 */
function storedPlan(): StopTable {
  const accept = [...repeated(-1, 10), ...repeated(0, 6), ...repeated(1, 7), ...repeated(2, 6), 4];
  return {
    accept,
    reject: [
      ...repeated(2, 5),
      ...repeated(3, 7),
      ...repeated(4, 7),
      ...repeated(5, 7),
      ...repeated(6, 3),
      5,
    ],
  };
}

function repeated(value: number, times: number): readonly number[] {
  return Array.from({ length: times }, () => value);
}

function stage({ n, decision }: { n: number; decision: string }): number {
  return decision === 'pass' ? n - plan.accept.length : plan.accept.length - n;
}
