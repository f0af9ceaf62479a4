// Campaigns that stop by themselves, through the real command line with eight trials at a time, on simulated
// trials: what is tested is when they stop and what they answer, never an upgrade.
import { afterAll, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { OneArmRule } from '../../src/plan/stop-rule.js';
import { decideOneArm } from '../../src/statistics/index.js';
import { simulatedIn } from './simulated.js';

const { simulated, remove } = simulatedIn('stopping');
afterAll(remove);

interface Reading {
  readonly n: number;
  readonly k: number;
  readonly decision: 'pass' | 'fail' | null;
}

/** The shortest beginning of these outcomes that decides. */
function readIn(rule: OneArmRule, outcomes: readonly boolean[]): Reading {
  for (let n = 1; n <= outcomes.length; n++) {
    const read = decideOneArm(rule, outcomes.slice(0, n));
    if (read.decision !== null) return { n: read.n, k: read.k, decision: read.decision };
  }
  return { n: outcomes.length, k: outcomes.filter(Boolean).length, decision: null };
}

describe('a campaign that stops by itself, with eight trials at a time', () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  it('reads outcomes in launch order, whatever order they come in', async () => {
    const otherwise: number[] = [];
    for (const seed of seeds) {
      const { summary, plan, endings } = await simulated({
        place: `gate-${String(seed)}`,
        rates: { only: 0.25 },
        args: [
          'gate',
          'simulated.yml',
          '--rate-below',
          '40%',
          '--good-rate',
          '10%',
          '--jobs',
          '8',
          '--seed',
          String(seed),
        ],
      });
      const rule = plan.stop as OneArmRule;
      const failed = new Map(endings.map((one) => [one.trial, one.failed]));
      const launched = plan.trials.map(({ id }) => failed.get(id));
      const ended = launched
        .slice(0, launched.includes(undefined) ? launched.indexOf(undefined) : undefined)
        .map((one) => one === true);
      const expected = readIn(rule, ended);
      const { n, k, answer } = present(summary.answer.decision, 'decision');
      expect({ n, k, decision: answer }).toEqual(expected);
      const byEnding = readIn(
        rule,
        endings.map((one) => one.failed),
      );
      if (JSON.stringify(byEnding) !== JSON.stringify(expected)) otherwise.push(seed);
    }
    expect(
      otherwise.length,
      'campaigns that would have come out otherwise by order of ending',
    ).toBeGreaterThan(2);
  });

  it('ends with the exit code of its answer, before its cap, and starts no trial after it', async () => {
    const good = await simulated({
      place: 'good',
      rates: { only: 0 },
      args: ['gate', 'simulated.yml', '--rate-below', '20%', '--jobs', '8'],
    });
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('\nPass: ') as string });
    expect(good.endings.length).toBeLessThan(good.plan.trials.length);
    expect(good.endings.length).toBeLessThan(present(good.summary.answer.decision, 'decision').n + 8);
    const bad = await simulated({
      place: 'bad',
      rates: { only: 1 },
      args: ['gate', 'simulated.yml', '--rate-below', '20%', '--jobs', '8'],
    });
    expect(bad).toMatchObject({ code: 1, stdout: expect.stringContaining('\nFail: ') as string });
    expect(present(bad.summary.answer.decision, 'decision').n).toBeLessThan(6);
  });

  it('decides between two arms in pairs', async () => {
    const more = 'arms: { often: {}, never: {} }\ntrials: { until: { decided: { a: often, b: never } } }\n';
    const { code, summary } = await simulated({
      place: 'pairs',
      rates: { often: 0.8, never: 0 },
      args: ['run', 'simulated.yml', '--jobs', '8'],
      more,
    });
    expect(code).toBe(0);
    expect(summary.answer.decision).toMatchObject({
      answer: 'a-worse',
      arm: 'often',
      against: { arm: 'never', k: 0 },
    });
  });
});
