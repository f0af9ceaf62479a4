// How often checks are right, over a campaign: what counts for which rate, and that a trial counts once.
import { expect, it } from 'vitest';
import { checkSummaries } from '../../src/statistics/checks.js';
import { rateOf } from '../../src/statistics/rate.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { CheckJudgement, CheckVerdict } from '../../src/verdict/check-verdict.js';
import type { Outcome, RunVerdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun, makeVerdicts } from './made-campaign.js';

function word(judgement: CheckJudgement | null, afterMs: number | null = 1000): CheckVerdict {
  const answer = judgement === 'missed' ? 'good' : 'bad';
  return { name: 'mine', check: 'command', answer, afterMs, said: null, judgement, reason: '' };
}

function checked(outcome: Outcome, judgement: CheckJudgement | null, afterMs?: number | null): RunVerdict {
  return makeRun(outcome, { checks: [word(judgement, afterMs)] });
}

const of = (...runs: readonly RunVerdict[]): { readonly runs: readonly RunVerdict[] } => ({ runs });

it('misses are counted of what did not hold, false alarms of what held', () => {
  const trials = [
    of(checked('held', 'right', 2000)),
    of(checked('held', 'false-alarm', 4000)),
    of(checked('rolled-back', 'missed', 100)),
    of(checked('rolled-back', 'right', 3000)),
    of(checked('unsettled', 'no-answer', null)),
    of(checked('inconclusive', null, 9)),
  ];
  expect(checkSummaries(trials, rateOf)).toMatchObject([
    {
      name: 'mine',
      check: 'command',
      judgements: { right: 2, 'no-answer': 1, 'false-alarm': 1, missed: 1 },
      missed: { k: 1, n: 3 },
      falseAlarms: { k: 1, n: 2 },
      answerMs: { median: 2500, max: 4000 },
      truths: [
        { truth: 'held', judgements: { right: 1, 'false-alarm': 1 } },
        { truth: 'rolled-back', judgements: { right: 1, missed: 1 } },
        { truth: 'unsettled', judgements: { 'no-answer': 1 } },
      ],
    },
  ]);
});

it('a trial of several runs counts once, by the worst word', () => {
  const [summary] = checkSummaries(
    [of(checked('rolled-back', 'right'), checked('rolled-back', 'missed'))],
    rateOf,
  );
  expect(summary?.missed).toMatchObject({ k: 1, n: 1 });
});

it('an upgrade that held with another label than was meant is one that did not hold', () => {
  const drifted = makeRun('held', { drift: true, checks: [word('missed')] });
  const [summary] = checkSummaries([of(drifted)], rateOf);
  expect(summary).toMatchObject({
    missed: { k: 1, n: 1 },
    falseAlarms: null,
    truths: [{ truth: 'drifted' }],
  });
});

it('where nothing judged it there is no rate', () => {
  const [summary] = checkSummaries([of(checked('base-failed', null))], rateOf);
  expect(summary).toMatchObject({ judgements: {}, missed: null, falseAlarms: null, truths: [] });
});

it('a scenario without checks has a summary without them', () => {
  const plan = makePlan(['a'], 1);
  const verdicts = makeVerdicts(plan, [makeRun('held')]);
  const facts = { campaign: 'c', scenarioSha256: 'x', state: 'complete' } as const;
  expect(summarise({ ...facts, plan, verdicts })).not.toHaveProperty('checks');
});
