// What is said of a campaign with one trial an arm: what happened, and nothing that takes numbers for granted.
import { describe, expect, it } from 'vitest';
import { told } from '../../src/report/told.js';
import { makePlan, makeRun, rolledBack } from '../statistics/made-campaign.js';
import { madeModel } from './made-report.js';

const arms = ['start-first', 'stop-first'];

describe('the answer after one trial an arm', () => {
  it('is what happened, without intervals and tests', () => {
    expect(told(madeModel(makePlan(arms, 1), [rolledBack, makeRun('held')])).answer).toEqual([
      'start-first drifted in 1 of 1 valid trial, stop-first in 0 of 1.',
      'One trial an arm shows what can happen, and not how often.',
    ]);
    expect(told(madeModel(makePlan(['only'], 1), [makeRun('held')])).answer).toEqual([
      'The upgrade did not hold in 0 of 1 valid trial.',
      'One trial shows what can happen, and not how often.',
    ]);
  });

  it('has them again as soon as one arm has two', () => {
    const [first = '', second = ''] = told(
      madeModel(makePlan(arms, 2), [rolledBack, makeRun('held'), rolledBack, makeRun('inconclusive')]),
    ).answer;
    expect(first).toMatch(/^start-first drifted in 2 of 2 valid trials \(over .* confidence\)/);
    expect(second).toMatch(/^Difference start-first minus stop-first 100 points/);
  });
});
