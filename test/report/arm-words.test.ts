// What makes an arm what it is: the settings in which it is unlike the others.
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import { armsInWords } from '../../src/report/arm-words.js';
import type { Settings } from '../../src/scenario/scenario.js';
import type { Sides } from '../../src/scenario/sides-settings.js';
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

  it('is told by what one side of it has, without values', () => {
    const side = { env: {}, overlays: [], images: [] };
    const sides = (more: Partial<Sides>): Partial<Settings> => ({
      sides: { base: side, head: { ...side, sample: true }, ...more },
    });
    expect(
      told(
        sides({}),
        sides({ base: { ...side, env: { TOKEN: 'harbour' } } }),
        sides({ head: { ...side, sample: false } }),
        sides({
          head: { ...side, sample: true, images: [{ tag: 'shop:1', from: 'build', path: '../next' }] },
        }),
      ),
    ).toEqual([
      '',
      'variables of base TOKEN',
      "the head's .env.sample is not looked at",
      'image of head shop:1 built from next',
    ]);
  });

  it('is told by the images that others have not, and not by those that all have', () => {
    const shared = { tag: 'db:1', from: 'absent' } as const;
    const own = { tag: 'shop:1', from: 'tar', path: 'images/shop.tar' } as const;
    const other = { tag: 'shop:1', from: 'host', name: 'shop:next' } as const;
    expect(told({ images: [shared, own] }, { images: [shared, other] }, { images: [shared] })).toEqual([
      'image shop:1 from shop.tar',
      "image shop:1 from this machine's shop:next",
      '',
    ]);
  });
});
