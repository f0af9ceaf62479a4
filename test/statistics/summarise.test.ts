import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.js';
import { present } from '../../src/base/assert.js';
import { exitCodeOf, renderSummary } from '../../src/statistics/render-summary.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { CampaignSummary } from '../../src/statistics/summary.js';
import type { RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { makeCause, makePlan, makeRun, makeVerdicts, rolledBack } from './made-campaign.js';

const held = makeRun('held');
const inconclusive = makeRun('inconclusive', { reason: 'the dose was missed.' });
const noOp = makeRun('no-op');
const baseFailed = makeRun('base-failed', { cause: makeCause({ kind: 'rejected' }) });

function summaryOf(plan: Plan, verdicts: ReadonlyMap<string, Verdict>): CampaignSummary {
  const state = verdicts.size === plan.trials.length ? 'complete' : 'interrupted';
  return summarise({ plan, verdicts, campaign: 'c', scenarioSha256: 'abc', state });
}

function oneArm(runs: readonly (RunVerdict | readonly RunVerdict[] | null)[]): CampaignSummary['arms'][number] {
  const plan = makePlan(['only'], runs.length);
  return present(summaryOf(plan, makeVerdicts(plan, runs)).arms[0], 'arm');
}

describe('a summary', () => {
  it('counts drift over valid trials and keeps no-ops, failed bases and inconclusive trials out of the rate', () => {
    const arm = oneArm([rolledBack, held, noOp, baseFailed, inconclusive, makeRun('failed-later'), null]);
    expect(arm.trials).toEqual({ planned: 7, valid: 3, inconclusive: 1 });
    expect(arm.drift).toMatchObject({ k: 1, n: 3 });
    expect(arm.driftBounds).toEqual({ low: 1 / 4, high: 2 / 4 });
    expect(arm.sequence).toBe('dhnb?x.');
    expect(arm.outcomes).toEqual({ held: 1, 'rolled-back': 1, 'failed-later': 1, 'no-op': 1, 'base-failed': 1, inconclusive: 1 });
    expect(arm.causes).toEqual({ 'oom-kill': 1 });
    expect(arm.masked).toBe(1);
  });

  it('has no rate and the widest bounds when every trial is inconclusive', () => {
    expect(oneArm([inconclusive, inconclusive])).toMatchObject({ drift: null, driftBounds: { low: 0, high: 1 }, outageMs: null });
  });

  it('counts a trial whose drift could not be read as inconclusive, under its own outcome', () => {
    expect(oneArm([makeRun('removed'), held])).toMatchObject({ trials: { valid: 1, inconclusive: 1 }, outcomes: { removed: 1, held: 1 }, sequence: '?h' });
  });

  it('counts a trial of several runs once: drifted when any run drifted, open when any other is open', () => {
    const arm = oneArm([[held, { ...rolledBack, run: 'r2' }], [held, inconclusive], [inconclusive, rolledBack], [noOp, held]]);
    expect(arm.sequence).toBe('d?dh');
    expect(arm.trials).toEqual({ planned: 4, valid: 3, inconclusive: 1 });
  });

  it('takes median and worst outage of valid trials, and a trial\'s longest', () => {
    const outage = (outageMs: number | null): RunVerdict => makeRun('held', { outageMs });
    expect(oneArm([outage(4000), [outage(1000), outage(2000)], outage(null), { ...inconclusive, outageMs: 90_000 }]).outageMs).toEqual({ median: 3000, max: 4000 });
  });

  it('compares each pair of arms that have a rate, the earlier first', () => {
    const plan = makePlan(['a', 'b', 'c'], 2);
    const summary = summaryOf(plan, makeVerdicts(plan, [rolledBack, held, inconclusive, rolledBack, held, inconclusive]));
    expect(summary.comparisons.map(({ a, b, difference }) => ({ a, b, difference }))).toEqual([{ a: 'a', b: 'b', difference: 1 }]);
  });

  it('says of a single pair how easily chance would do it, and adjusts the p values of several', () => {
    const [pair, three] = [makePlan(['a', 'b'], 10), makePlan(['a', 'b', 'c'], 10)];
    const drifting = (arms: number): readonly RunVerdict[] => Array.from({ length: 10 * arms }, (_, index) => (index % arms === 0 && index < 6 * arms ? rolledBack : held));
    const [alone] = summaryOf(pair, makeVerdicts(pair, drifting(2))).comparisons;
    expect(alone).toMatchObject({ a: 'a', b: 'b', holm: null, oddsRatio: { method: 'haldane' } });
    expect(alone?.boschloo).toBeCloseTo(0.0035166, 7);
    expect(alone?.fisher).toBeCloseTo(0.0108359, 7);
    const several = summaryOf(three, makeVerdicts(three, drifting(3))).comparisons;
    expect(several.map(({ a, b, holm }) => [a, b, Number(holm?.toPrecision(4))])).toEqual([['a', 'b', 0.01055], ['a', 'c', 0.01055], ['b', 'c', 1]]);
  });

  it('compares more than three arms with the first one only, so that many cells make no flood', () => {
    const plan = makePlan(['a', 'b', 'c', 'd', 'e'], 2);
    const summary = summaryOf(plan, makeVerdicts(plan, plan.trials.map(() => held)));
    expect(summary.comparisons.map(({ a, b }) => `${a}${b}`)).toEqual(['ab', 'ac', 'ad', 'ae']);
  });

  it('has intervals that hold at any look until all trials are over', () => {
    const plan = makePlan(['a'], 4);
    const verdicts = makeVerdicts(plan, [rolledBack, held, held, held]);
    const methodIn = (state: 'running' | 'interrupted' | 'complete'): string | undefined => summarise({ plan, verdicts, campaign: 'c', scenarioSha256: 's', state }).arms[0]?.drift?.method;
    expect([methodIn('running'), methodIn('interrupted'), methodIn('complete')]).toEqual(['confidence-sequence', 'confidence-sequence', 'wilson']);
  });

  it('has intervals that hold at any look where a rule may have stopped it, also when it is over', () => {
    const plan: Plan = { ...makePlan(['a'], 4), stop: { question: 'half-fails', of: 'a', injector: 'memory', levels: [{ arm: 'a', amount: 1 }, { arm: 'b', amount: 2 }], trialsMax: 4, widthTarget: 1, anchorEvery: 10, sha256: '' } };
    const summary = summarise({ plan, verdicts: makeVerdicts(plan, [rolledBack, held, held, held]), campaign: 'c', scenarioSha256: 's', state: 'complete' });
    expect(summary.arms[0]?.drift?.method).toBe('confidence-sequence');
  });

  it('is the same to the byte in whatever order the verdicts come', () => {
    const plan = makePlan(['a', 'b'], 4);
    const runs = fc.array(fc.constantFrom(rolledBack, held, inconclusive, noOp, baseFailed, null), { minLength: 8, maxLength: 8 });
    const order = fc.shuffledSubarray(plan.trials.map((trial) => trial.id), { minLength: plan.trials.length });
    fc.assert(fc.property(runs, order, (given, ids) => {
      const verdicts = makeVerdicts(plan, given);
      const shuffled = new Map(ids.flatMap((id) => { const verdict = verdicts.get(id); return verdict === undefined ? [] : [[id, verdict] as const]; }));
      expect(renderSummary(summaryOf(plan, shuffled))).toBe(renderSummary(summaryOf(plan, verdicts)));
    }));
  });

  it('is written with its format first and a newline at the end', () => {
    const text = renderSummary(summaryOf(makePlan(['a'], 1), new Map()));
    expect(text.startsWith('{\n  "format": 1,\n  "campaign": "c",\n  "scenario": {\n    "name": "discourse-upgrade",\n    "sha256": "abc"\n  },\n  "seed": 4211,\n  "state"')).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('accounts for every planned trial and keeps its bounds about its rate', () => {
    const one = fc.constantFrom(rolledBack, held, inconclusive, noOp, baseFailed, makeRun('paused'), null);
    fc.assert(fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), (runs) => {
      const { trials, sequence, drift, driftBounds, outcomes } = oneArm(runs);
      expect(sequence).toHaveLength(trials.planned);
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(runs.filter((run) => run !== null).length);
      expect(drift === null || (drift.low <= drift.rate && drift.rate <= drift.high)).toBe(true);
      expect(drift === null || driftBounds === null || (driftBounds.low <= drift.rate && drift.rate <= driftBounds.high)).toBe(true);
    }));
  });
});

describe('an expectation', () => {
  const ended = (expect: Parameters<typeof makePlan>[2], runs: readonly (RunVerdict | null)[]): readonly [CampaignSummary['answer'], number] => {
    const plan = makePlan(['only'], runs.length, expect);
    const summary = summaryOf(plan, makeVerdicts(plan, runs));
    return [summary.answer, exitCodeOf(summary)];
  };

  it('of no drift is met by valid trials without drift: exit code 0', () => {
    expect(ended([{ drift: 'none' }], [held, makeRun('paused'), inconclusive])).toEqual([{ expectationsMet: true, unmet: [], cannotTell: false, decision: null }, 0]);
  });

  it('of no drift is not met by one that drifted, which is named: exit code 1', () => {
    expect(ended([{ drift: 'none' }], [held, rolledBack])).toEqual([
      { expectationsMet: false, unmet: ['only: expected no drift, but 1 of 2 valid trials drifted (002).'], cannotTell: false, decision: null }, 1,
    ]);
  });

  it('of some or of all drift says what was missing', () => {
    expect(ended([{ drift: 'some' }], [held, held])[0].unmet).toEqual(['only: expected some drift, but 0 of 2 valid trials drifted.']);
    expect(ended([{ drift: 'all' }], [rolledBack, held])[0].unmet).toEqual([
      'only: expected drift in every trial, but 1 of 2 valid trials did not drift (002).',
    ]);
    expect(ended([{ drift: 'all' }, { drift: 'some' }], [rolledBack, rolledBack])[1]).toBe(0);
  });

  it('cannot be told without a valid trial: exit code 2', () => {
    expect(ended([{ drift: 'none' }], [inconclusive, noOp, baseFailed])).toEqual([{ expectationsMet: null, unmet: [], cannotTell: true, decision: null }, 2]);
  });

  it('on outcome, cause and victim is held against each valid trial', () => {
    expect(ended([{ outcome: ['held', 'paused'] }], [held, rolledBack, inconclusive])[0].unmet).toEqual(['only: expected outcome held or paused, but found rolled-back in 002.']);
    expect(ended([{ cause: ['unhealthy'] }], [held, rolledBack])[0].unmet).toEqual(['only: expected cause unhealthy, but found none in 001, oom-kill in 002.']);
    expect(ended([{ victim: 'old' }], [held, rolledBack])[0].unmet).toEqual(['only: expected the old task to be hit, but found no known task in 001, the new task in 002.']);
    expect(ended([{ outcome: ['rolled-back'], cause: ['oom-kill'], victim: 'new' }], [rolledBack])).toEqual([{ expectationsMet: true, unmet: [], cannotTell: false, decision: null }, 0]);
  });

  it('can name an outcome that is not valid for a rate, so that controls can be asked for', () => {
    expect(ended([{ outcome: ['no-op'] }], [noOp, noOp])[1]).toBe(0);
    expect(ended([{ outcome: ['no-op'] }], [noOp, held])[1]).toBe(1);
    expect(ended([{ outcome: ['inconclusive'] }], [inconclusive])[1]).toBe(0);
    expect(ended([{ outcome: ['held'] }], [noOp, inconclusive])[1]).toBe(2);
    expect(ended([{ outcome: ['held'] }], [makeRun('removed')])[1]).toBe(1);
  });

  it('on an arm that was not asked about in this campaign is left out', () => {
    expect(ended([{ arm: 'other', drift: 'none' }], [rolledBack])).toEqual([{ expectationsMet: null, unmet: [], cannotTell: false, decision: null }, 0]);
  });
});

describe('the exit code without expectations', () => {
  const codeOf = (runs: readonly (RunVerdict | null)[]): number => {
    const plan = makePlan(['only'], runs.length);
    return exitCodeOf(summaryOf(plan, makeVerdicts(plan, runs)));
  };

  it('is 0 when every arm has said something, drift or not', () => {
    expect([codeOf([rolledBack]), codeOf([held, inconclusive]), codeOf([noOp])]).toEqual([0, 0, 0]);
  });

  it('is 2 when an arm says nothing, or trials are missing', () => {
    expect([codeOf([inconclusive]), codeOf([baseFailed]), codeOf([held, null])]).toEqual([2, 2, 2]);
  });
});
