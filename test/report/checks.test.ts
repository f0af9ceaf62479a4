// The table of checks in each format: every word that a check got, and the rates with their intervals.
import { expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import type { CheckJudgement, CheckVerdict } from '../../src/verdict/check-verdict.js';
import type { Outcome, RunVerdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun } from '../statistics/made-campaign.js';
import { madeModel, nasty, rendered } from './made-report.js';

const checks = [{ name: 'mine', check: 'command', timeoutMs: 1000, options: ['./wait.sh'] }];

function planOf(each: number): Plan {
  const plan = makePlan(['only'], each);
  return { ...plan, arms: plan.arms.map((arm) => ({ ...arm, settings: { ...arm.settings, checks } })) };
}

function run(outcome: Outcome, judgement: CheckJudgement, more: Partial<CheckVerdict> = {}): RunVerdict {
  const answer = judgement === 'missed' ? 'good' : 'bad';
  const own = {
    name: 'mine',
    check: 'command',
    answer,
    afterMs: 1500,
    said: null,
    reason: 'so it was',
  } as const;
  return makeRun(outcome, { checks: [{ ...own, judgement, ...more }] });
}

const model = madeModel(planOf(3), [
  run('held', 'too-early'),
  run('rolled-back', 'missed'),
  run('paused', 'right'),
]);

it('is in the terminal, as columns where there is room and as lines where there is none', () => {
  const text = rendered('terminal', model);
  expect(text).toContain('check  held         rolled-back  paused');
  expect(text).toContain('mine   too early 1  missed 1     right 1');
  expect(text).toContain(
    'mine: missed 1 of 2, 50 % [9.5, 90.5]; false alarms 0 of 1, under 95 %; answers after',
  );
});

it('is in Markdown, in the page and in the JSON', () => {
  expect(rendered('markdown', model)).toContain('| mine | too early 1 | missed 1 | right 1 | 1 of 2, 50 %');
  expect(JSON.parse(rendered('json', model))).toMatchObject({
    summary: { checks: [{ name: 'mine', missed: { k: 1, n: 2 }, falseAlarms: { k: 0, n: 1 } }] },
    trials: [{ checks: [{ name: 'mine', judgement: 'too-early', afterMs: 1500 }] }, {}, {}],
  });
});

it('has its columns in the CSV', () => {
  const [head = '', first = '', second = ''] = rendered('csv', model).split('\r\n');
  expect(head).toContain('check_mine_judgement,check_mine_answer,check_mine_after_ms');
  expect(first).toContain('too-early,bad,1500');
  expect(second).toContain('missed,good,1500');
});

it('a report without checks has none of it', () => {
  const plain = madeModel(makePlan(['only'], 1), [makeRun('held')]);
  for (const format of ['terminal', 'markdown', 'csv', 'json'])
    expect(rendered(format, plain)).not.toMatch(/check/i);
});

it('what a check says is no markup anywhere', () => {
  const hostile = madeModel(planOf(1), [run('held', 'right', { reason: nasty, said: nasty })]);
  for (const format of ['markdown', 'terminal']) expect(rendered(format, hostile)).not.toContain('<img');
});
