// The lab held against itself, through the real command line on simulated trials.
import { afterAll, describe, expect, it } from 'vitest';
import { simulatedIn } from './simulated.js';

const { simulated, remove } = simulatedIn('aa');
afterAll(remove);

describe('driftlab aa', () => {
  it('runs one arm twice in the same blocks, and says that nothing shows a difference', async () => {
    const { code, stdout, plan, summary } = await simulated({
      place: 'same',
      rates: { 'same-1': 0.5, 'same-2': 0.5 },
      args: ['aa', 'simulated.yml', '--jobs', '8'],
    });
    expect(plan.arms.map(({ name }) => name)).toEqual(['same-1', 'same-2']);
    expect(plan.arms[0]?.settings).toEqual(plan.arms[1]?.settings);
    expect(
      plan.trials
        .filter(({ block }) => block === 3)
        .map(({ arm }) => arm)
        .sort(),
    ).toEqual(['same-1', 'same-2']);
    expect(summary.trust.sameness).toMatchObject({ a: 'same-1', b: 'same-2', alarm: false });
    expect(code).toBe(0);
    expect(stdout).toContain(
      'same-1 and same-2 are the same in everything, and nothing shows that they differ',
    );
    expect(stdout).toMatch(
      /\n10 pairs of 1 A\/A campaign in all: nothing shows that arms which are the same come out differently \(e-value [\d.]+, alarm at 100\)\n$/,
    );
  });

  it('raises the alarm when the arms differ after all, in one campaign and in all of them together', async () => {
    const differing = (seed: string, trials: string) =>
      simulated({
        place: 'differing',
        rates: { 'same-1': 0.6, 'same-2': 0 },
        args: ['aa', 'simulated.yml', '--jobs', '8', '--trials', trials, '--seed', seed],
      });
    const first = await differing('1', '20');
    expect(first.summary.trust.sameness?.alarm).toBe(true);
    expect(first).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(
        'alarm: same-1 and same-2 are the same in everything, and yet differ',
      ) as string,
    });
    await differing('2', '10');
    const third = await differing('3', '10');
    expect(third.code).toBe(1);
    expect(third.stdout).toMatch(
      /\nalarm: 40 pairs of 3 A\/A campaigns in all show that arms which are the same come out differently/,
    );
  });
});
