// What may be spent: a share of the time that has passed, and a little ahead of it.
import { expect, it } from 'vitest';
import { createAllowance } from '../../src/base/allowance.js';

it('allows what is within the share of the time since it was made, and not a millisecond more', () => {
  let now = { passedMs: 5000, spentMs: 900 };
  const { allows } = createAllowance({ share: 0.01, aheadMs: 20, meter: () => now });
  const at = (passedMs: number, spentMs: number): boolean => {
    now = { passedMs: 5000 + passedMs, spentMs: 900 + spentMs };
    return allows();
  };
  expect([at(0, 0), at(0, 20), at(0, 21)]).toEqual([true, true, false]);
  expect([at(1000, 30), at(1000, 31), at(100_000, 1020), at(100_000, 1021)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
