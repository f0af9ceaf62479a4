// Secrets of campaigns that go on or are run again: from the scenario, for arms that it does not name too, or
// not at all.
import { describe, expect, it } from 'vitest';
import { withSecrets } from '../../../src/cli/start/restored-secrets.js';
import { maskOf, maskedPlan } from '../../../src/cli/start/secret-env.js';
import { formatPlan, parsePlan } from '../../../src/plan/plan-file.js';
import type { Plan } from '../../../src/plan/plan.js';
import type { Arm } from '../../../src/scenario/scenario.js';
import { makePlan, settings } from '../../statistics/made-campaign.js';

const arm = (name: string, env: Readonly<Record<string, string>>, service = settings.service): Arm => ({
  name,
  factors: { arm: name },
  settings: { ...settings, service, env },
});
const masked = (plan: Plan): Plan => maskedPlan(plan, maskOf(plan));
/** As it comes back from disk. */
const kept = (arms: readonly Arm[]): Plan =>
  parsePlan(
    formatPlan(
      masked({
        ...makePlan(
          arms.map(({ name }) => name),
          1,
        ),
        arms,
      }),
    ),
  );
const envOf = (plan: Plan): unknown => plan.arms.map(({ settings: { env } }) => env);
const secret = { DB_PASSWORD: 'correct horse', PLAIN: 'x' };

describe('secrets', () => {
  it('are on disk masked, and come back from the scenario arm of the same name', () => {
    const arms = [arm('a', secret), arm('b', { DB_PASSWORD: 'another one' })];
    expect(formatPlan(kept(arms))).not.toContain('horse');
    expect(envOf(withSecrets(kept(arms), { arms }))).toEqual([secret, { DB_PASSWORD: 'another one' }]);
  });

  it('come back for the levels of a search and the arms of an A/A check, which the scenario does not name', () => {
    const base = arm('only', secret);
    for (const arms of [
      [arm('memory=80MiB', secret), arm('memory=90MiB', secret)],
      [arm('same-1', secret), arm('same-2', secret)],
    ]) {
      expect(envOf(withSecrets(kept(arms), { arms: [base] }))).toEqual([secret, secret]);
    }
  });

  it('are those of the arm with the same settings, where arms have different ones', () => {
    const arms = [arm('one', secret), arm('two', { DB_PASSWORD: 'another one' }, 'web')];
    expect(
      envOf(withSecrets(kept([arm('same-1', { DB_PASSWORD: 'another one' }, 'web')]), { arms })),
    ).toEqual([{ DB_PASSWORD: 'another one' }]);
  });

  it(
    'are never the mask: a plan whose values cannot be told is refused by the name of the value and ' +
      'the arm',
    () => {
      const plan = kept([arm('same-1', secret)]);
      expect(() => withSecrets(plan, { arms: [arm('one', { PLAIN: 'x' })] })).toThrow(
        'the value of DB_PASSWORD in arm same-1 is masked in plan.json, and the scenario has no such ' +
          'value any more',
      );
      expect(() =>
        withSecrets(plan, {
          arms: [arm('one', secret), arm('two', { ...secret, DB_PASSWORD: 'another one' })],
        }),
      ).toThrow('the scenario has 2 such values');
    },
  );

  it('change nothing else of the plan, also where the scenario has other values by now', () => {
    const plan = kept([arm('a', { ...secret, URL: 'https://user:token@h.test/' })]);
    expect(
      withSecrets(plan, {
        arms: [arm('a', { DB_PASSWORD: 'a new one', PLAIN: 'y', URL: 'https://user:token@h.test/' })],
      }).arms[0]?.settings.env,
    ).toEqual({ DB_PASSWORD: 'a new one', PLAIN: 'x', URL: 'https://user:token@h.test/' });
  });
});
