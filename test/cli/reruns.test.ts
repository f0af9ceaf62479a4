// Trials that the lab loses and makes again, through the real command line on simulated trials.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parsePlan } from '../../src/plan/plan-file.js';
import type { Verdict } from '../../src/verdict/verdict.js';
import { simulatedIn } from './simulated.js';

const { simulated, remove } = simulatedIn('reruns');
afterAll(remove);

const outcomeIn = (folder: string, name: string): string | undefined =>
  (JSON.parse(readFileSync(join(folder, 'trials', name, 'verdict.json'), 'utf8')) as Verdict).runs[0]
    ?.outcome;

describe('a trial that the lab loses', () => {
  it('is made again in its place, and what was lost is kept, named and judged again', async () => {
    const run = await simulated({
      place: 'again',
      rates: { only: 0.3 },
      lost: { only: 0.15 },
      args: ['run', 'simulated.yml', '--trials', '20', '--jobs', '4', '--seed', '5'],
    });
    const { summary, folder, plan } = run;
    expect(summary.reruns.length).toBeGreaterThan(1);
    expect(summary.arms[0]?.trials).toEqual({ planned: 20, valid: 20, inconclusive: 0 });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/: inconclusive: .*; made again \(/);
    expect(run.stdout).toMatch(/\d attempts lost by the lab and made again, with the same seed\s+and load: /);
    for (const { trial, attempt, reason } of summary.reruns) {
      expect(attempt).toMatch(new RegExp(`^${trial}\\.[12]$`));
      expect(reason).toContain('the engine died');
      expect([
        outcomeIn(folder, attempt),
        ['held', 'rolled-back'].includes(outcomeIn(folder, trial) ?? ''),
      ]).toEqual(['inconclusive', true]);
    }
    expect(readdirSync(join(folder, 'trials'))).toHaveLength(20 + summary.reruns.length);

    const untouched = await simulated({
      place: 'untouched',
      rates: { only: 0.3 },
      args: ['run', 'simulated.yml', '--trials', '20', '--jobs', '4', '--seed', '5'],
    });
    expect(plan).toEqual(untouched.plan);
    expect(parsePlan(readFileSync(join(folder, 'plan.json'), 'utf8'))).toEqual(plan);
    expect(summary.arms[0]?.sequence).toBe(untouched.summary.arms[0]?.sequence);

    const judged = await simulated({ place: 'again', rates: {}, args: ['judge', 'latest', '--diff'] });
    expect(judged.stdout).toContain(
      `judged 20 trials from evidence: every verdict is the same, byte for byte`,
    );
    const lost = summary.reruns[0]?.attempt ?? '';
    expect(
      (await simulated({ place: 'again', rates: {}, args: ['explain', `latest/${lost}`] })).stdout,
    ).toContain('inconclusive');
  });

  it('does not make a gate fail a perfect fix, of which one attempt in ten is lost', async () => {
    for (const seed of ['1', '2', '3']) {
      const { code, summary } = await simulated({
        place: `gate-${seed}`,
        rates: { only: 0 },
        lost: { only: 0.1 },
        args: ['gate', 'simulated.yml', '--rate-below', '20%', '--jobs', '8', '--seed', seed],
      });
      expect({
        seed,
        code,
        answer: summary.answer.decision?.answer,
        invalid: summary.answer.decision?.invalid,
      }).toEqual({ seed, code: 0, answer: 'pass', invalid: 0 });
    }
  });

  it('is made again twice at most, and three in a row stop the campaign with the reason', async () => {
    const { code, summary, stdout, folder, endings } = await simulated({
      place: 'always',
      rates: { only: 0 },
      lost: { only: 1 },
      args: ['run', 'simulated.yml', '--trials', '10', '--jobs', '1'],
    });
    expect(code).toBe(2);
    expect(endings.map(({ trial }) => trial)).toEqual(['001', '001', '001']);
    expect(readdirSync(join(folder, 'trials')).sort()).toEqual(['001', '001.1', '001.2']);
    expect(summary).toMatchObject({
      state: 'interrupted',
      halted: expect.stringMatching(
        /^the lab lost 3 launches in a row, the last because .*the engine died/,
      ) as string,
      answer: { cannotTell: true },
    });
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Stopped without an answer: the lab lost 3 launches in a row, the last because',
    );
  });

  it('stops a campaign too when one arm loses far more than another, though all in all they are few', async () => {
    const { code, summary } = await simulated({
      place: 'uneven',
      rates: { often: 0, seldom: 0 },
      lost: { often: 0.35 },
      args: ['run', 'simulated.yml', '--trials', '40', '--jobs', '4'],
      more: 'arms: { often: {}, seldom: {} }\n',
    });
    expect(code).toBe(2);
    expect(summary.halted).toMatch(
      /^(more launches of often than of seldom showed nothing|\d+ of \d+ launches showed nothing)/,
    );
    expect(summary.comparisons).toEqual([]);
  });
});
