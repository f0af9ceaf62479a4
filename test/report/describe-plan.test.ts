// A plan in words, before anything is done.
import { expect, it } from 'vitest';
import { describePlan } from '../../src/report/describe-plan.js';
import { makePlan } from '../statistics/made-campaign.js';

it('of one arm and one trial speaks of one', () => {
  const told = describePlan(makePlan(['a'], 1), 3);
  expect(told).toMatch(/^discourse-upgrade: 1 arm, 1 trial, seed /);
  expect(told).toMatch(/^ {2}1 private engine of .* at a time; /m);
  expect(told).toMatch(/at 1 trial at a time$/m);
});

it('says one number of engines and of trials at a time, and that one more is cleaned where there is a next trial', () => {
  const told = describePlan(makePlan(['a', 'b'], 5), 3);
  expect(told).toMatch(/^ {2}3 private engines of .* at a time, and one that is cleaned meanwhile; /m);
  expect(told).toMatch(/at 3 trials at a time$/m);
  expect(describePlan(makePlan(['a'], 3), 3)).not.toContain('cleaned meanwhile');
});
