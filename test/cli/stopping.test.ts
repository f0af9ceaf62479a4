// Campaigns that stop by themselves, through the real command line with eight trials at a time, on simulated trials: what is tested is
// when they stop and what they answer, never an upgrade.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { parsePlan } from '../../src/plan/plan-file.js';
import type { OneArmRule } from '../../src/plan/stop-rule.js';
import { decideOneArm, type CampaignSummary } from '../../src/statistics/index.js';
import { root, workplaceIn } from './driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-stopping-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

interface Ending {
  readonly trial: string;
  readonly failed: boolean;
}

interface Campaign {
  readonly code: number | null;
  readonly stdout: string;
  readonly summary: CampaignSummary;
  readonly plan: ReturnType<typeof parsePlan>;
  /** Trials in the order in which they ended. */
  readonly endings: readonly Ending[];
}

/** Runs the command with `rates` as the probabilities of failure. */
async function simulated(name: string, rates: Readonly<Record<string, number>>, args: readonly string[], more = ''): Promise<Campaign> {
  const cwd = workplaceIn(folder, name);
  const controls = join(root, 'scenarios', 'controls');
  const text = readFileSync(join(controls, 'must-hold.yml'), 'utf8').replaceAll(' ../', ` ${controls}/../`).replace(/^trials: .*\n/m, '').replace(/^expect: .*\n/m, '');
  writeFileSync(join(cwd, 'simulated.yml'), `${text}${more}`);
  const endings = join(cwd, 'endings.jsonl');
  writeFileSync(endings, '');
  const child = spawn(process.execPath, [join(root, 'test', 'cli', 'simulated-driftlab.mjs'), ...args], {
    cwd, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, SIMULATED: JSON.stringify({ rates, endings }) },
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const read = (file: string): string => readFileSync(join(cwd, 'results', 'latest', file), 'utf8');
  return {
    code, stdout, summary: JSON.parse(read('summary.json')) as CampaignSummary, plan: parsePlan(read('plan.json')),
    endings: readFileSync(endings, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Ending),
  };
}

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
      const { summary, plan, endings } = await simulated(`gate-${String(seed)}`, { only: 0.25 }, ['gate', 'simulated.yml', '--rate-below', '40%', '--good-rate', '10%', '--jobs', '8', '--seed', String(seed)]);
      const rule = plan.stop as OneArmRule;
      const failed = new Map(endings.map((one) => [one.trial, one.failed]));
      const launched = plan.trials.map(({ id }) => failed.get(id));
      const ended = launched.slice(0, launched.includes(undefined) ? launched.indexOf(undefined) : undefined).map((one) => one === true);
      const expected = readIn(rule, ended);
      const { n, k, answer } = present(summary.answer.decision, 'decision');
      expect({ n, k, decision: answer }).toEqual(expected);
      const byEnding = readIn(rule, endings.map((one) => one.failed));
      if (JSON.stringify(byEnding) !== JSON.stringify(expected)) otherwise.push(seed);
    }
    expect(otherwise.length, 'campaigns that would have come out otherwise by order of ending').toBeGreaterThan(2);
  });

  it('ends with the exit code of its answer, before its cap, and starts no trial after it', async () => {
    const good = await simulated('good', { only: 0 }, ['gate', 'simulated.yml', '--rate-below', '20%', '--jobs', '8']);
    expect(good).toMatchObject({ code: 0, stdout: expect.stringContaining('\nPass: ') as string });
    expect(good.endings.length).toBeLessThan(good.plan.trials.length);
    expect(good.endings.length).toBeLessThan(present(good.summary.answer.decision, 'decision').n + 8);
    const bad = await simulated('bad', { only: 1 }, ['gate', 'simulated.yml', '--rate-below', '20%', '--jobs', '8']);
    expect(bad).toMatchObject({ code: 1, stdout: expect.stringContaining('\nFail: ') as string });
    expect(present(bad.summary.answer.decision, 'decision').n).toBeLessThan(6);
  });

  it('decides between two arms in pairs', async () => {
    const arms = 'arms: { often: {}, never: {} }\ntrials: { until: { decided: { a: often, b: never } } }\n';
    const { code, summary } = await simulated('pairs', { often: 0.8, never: 0 }, ['run', 'simulated.yml', '--jobs', '8'], arms);
    expect(code).toBe(0);
    expect(summary.answer.decision).toMatchObject({ answer: 'a-worse', arm: 'often', against: { arm: 'never', k: 0 } });
  });
});
