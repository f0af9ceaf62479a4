import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullTimesIn, scheduleOf } from '../../src/plan/load-schedule.js';
import type { DrawnShape } from '../../src/plan/plan.js';

const everyMs = fc.integer({ min: 500, max: 60_000 });

describe('the schedule of a load', () => {
  it('is full at once when it is steady and has no ramp', () => {
    expect(scheduleOf({ rampMs: 0, shape: { kind: 'steady' } })).toEqual({
      approach: [{ atMs: 0, permille: 1000 }],
      cycle: [],
      cycleMs: 0,
    });
  });

  it('rises to its whole amount in the time of its ramp', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (rampMs) => {
        const { approach } = scheduleOf({ rampMs, shape: { kind: 'steady' } });
        expect(approach.at(-1)?.permille).toBe(1000);
        expect(approach.at(-1)?.atMs).toBe(rampMs < 200 ? 0 : rampMs);
        expect(approach.map(({ permille }) => permille)).toEqual(
          [...approach.map(({ permille }) => permille)].sort((a, b) => a - b),
        );
      }),
    );
  });

  it('takes no more than a thousand steps however long its ramp is', () => {
    const { approach } = scheduleOf({ rampMs: 24 * 3_600_000, shape: { kind: 'steady' } });
    expect([approach.length, approach.at(-1)]).toEqual([1000, { atMs: 24 * 3_600_000, permille: 1000 }]);
  });

  it('of a sawtooth rises for four fifths of its period and is full for one', () => {
    fc.assert(
      fc.property(everyMs, (period) => {
        const { cycle, cycleMs } = scheduleOf({ rampMs: 0, shape: { kind: 'sawtooth', everyMs: period } });
        expect(cycleMs).toBe(period);
        expect(cycle[0]).toEqual({ atMs: 0, permille: 0 });
        expect(cycle.filter(({ permille }) => permille === 1000)).toEqual([
          { atMs: Math.round(period * 0.8), permille: 1000 },
        ]);
      }),
    );
  });

  it('of bursts has one in every period, inside it, of a fifth to three fifths of it', () => {
    fc.assert(
      fc.property(everyMs, fc.nat(), (period, seed) => {
        const { cycle, cycleMs } = scheduleOf({
          rampMs: 0,
          shape: { kind: 'bursts', everyMs: period, seed },
        });
        expect(cycleMs % period).toBe(0);
        expect(cycle).toHaveLength((2 * cycleMs) / period);
        cycle.forEach(({ atMs, permille }, index) => {
          expect(permille).toBe(index % 2 === 0 ? 1000 : 0);
          const from = Math.floor(index / 2) * period;
          expect(atMs).toBeGreaterThanOrEqual(from);
          expect(atMs).toBeLessThanOrEqual(from + period);
          if (index % 2 === 1)
            expect(atMs - (cycle[index - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(period * 0.2);
        });
      }),
    );
  });

  it('of bursts is the same for the same seed and another for another', () => {
    const of = (seed: number): DrawnShape => ({ kind: 'bursts', everyMs: 2000, seed });
    expect(scheduleOf({ rampMs: 0, shape: of(1) })).toEqual(scheduleOf({ rampMs: 0, shape: of(1) }));
    expect(scheduleOf({ rampMs: 0, shape: of(1) })).not.toEqual(scheduleOf({ rampMs: 0, shape: of(2) }));
  });

  it('is full once at least, and in whole periods as often as they fit, but one', () => {
    expect(fullTimesIn({ kind: 'steady' }, 60_000)).toBe(1);
    expect(fullTimesIn({ kind: 'sawtooth', everyMs: 1000 }, 5500)).toBe(4);
    expect(fullTimesIn({ kind: 'bursts', everyMs: 1000, seed: 1 }, 100)).toBe(1);
  });
});
