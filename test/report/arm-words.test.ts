// What makes an arm what it is: the settings in which it is unlike the others.
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import { armsInWords } from '../../src/report/arm-words.js';
import type { Settings } from '../../src/scenario/scenario.js';
import { settings } from '../statistics/made-campaign.js';
import { makePlan } from '../statistics/made-campaign.js';

function told(...arms: readonly Partial<Settings>[]): readonly string[] {
  const plan: Plan = makePlan(
    arms.map((_, index) => `arm${String(index)}`),
    1,
  );
  const own = arms.map((more, index) => ({
    name: `arm${String(index)}`,
    factors: { arm: `arm${String(index)}` },
    settings: { ...settings, ...more },
  }));
  return [...armsInWords({ ...plan, arms: own }).values()];
}

describe('an arm', () => {
  it('is told by what it has and others have not', () => {
    expect(told({}, { overlays: ['overlays/stop-first.yml'] })).toEqual(['', 'overlay stop-first.yml']);
    const stacks = { concurrent: 3, share: 'stack', lock: 'base-only', startWithinMs: 0 } as const;
    expect(told({}, { stacks })).toEqual([
      'one upgrade at a time',
      '3 upgrades at once on one stack, with a lock around the base alone',
    ]);
  });

  it('never shows the value of a variable', () => {
    expect(told({ env: {} }, { env: { DB_PASSWORD: 'harbour' } })).toEqual(['', 'variables DB_PASSWORD']);
  });

  it('says nothing of what all have', () => {
    expect(told({ overlays: ['a.yml'] }, { overlays: ['a.yml'] })).toEqual(['', '']);
    expect(told({ overlays: ['a.yml'] })).toEqual(['']);
  });
});
