import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { formatPlan, parsePlan } from '../../src/plan/plan-file.js';
import type { Plan } from '../../src/plan/plan.js';
import type { ThresholdRule } from '../../src/plan/stop-rule.js';
import { decisionOf } from '../../src/statistics/stop/decision.js';
import { nextTrial } from '../../src/statistics/stop/next-trial.js';
import { resultOf, type TrialResult } from '../../src/statistics/trial-result.js';
import { makePlan, makeRun } from './made-campaign.js';

const mebibyte = 1024 ** 2;
const levels = Array.from({ length: 11 }, (_, level) => ({
  arm: `l${String(level)}`,
  amount: level * 20 * mebibyte,
}));
const rule: ThresholdRule = {
  question: 'half-fails',
  of: 'a',
  injector: 'memory',
  levels,
  trialsMax: 40,
  widthTarget: 1.5,
  anchorEvery: 10,
  sha256: createHash('sha256').update('x').digest('hex'),
};
const plan: Plan = {
  ...makePlan(
    levels.map(({ arm }) => arm),
    16,
  ),
  stop: rule,
};

/** Runs the search as a campaign would, one trial after another; `drifts` says what a level does. */
function searchWith(drifts: (level: number) => boolean | null): {
  readonly results: ReadonlyMap<string, TrialResult>;
  readonly path: readonly number[];
} {
  const results = new Map<string, TrialResult>();
  const path: number[] = [];
  for (;;) {
    if (decisionOf(plan, results)?.final === true) return { results, path };
    const trial = present(nextTrial(plan, results, new Set(results.keys())), 'trial');
    const level = levels.findIndex(({ arm }) => arm === trial.arm);
    path.push(level);
    const drift = drifts(level);
    const run = makeRun(drift === null ? 'inconclusive' : drift ? 'rolled-back' : 'held');
    results.set(
      trial.id,
      resultOf({ format: 1, trial: trial.id, arm: trial.arm, end: 'completed', runs: [run] }),
    );
  }
}

describe('a search for the tipping load', () => {
  it('finds a sharp edge within its interval, in fewer trials than it may take', () => {
    const { results, path } = searchWith((level) => level >= 6);
    const found = present(decisionOf(plan, results), 'decision');
    expect(found).toMatchObject({
      answer: 'found',
      final: true,
      design: { low: 0.5, high: 0.5, error: 0.1 },
      threshold: { outside: null, agrees: true, confidence: 0.9, tested: { low: 0, high: 200 * mebibyte } },
    });
    expect(found.threshold?.low).toBeLessThanOrEqual(110 * mebibyte);
    expect(found.threshold?.high).toBeGreaterThanOrEqual(110 * mebibyte);
    expect(path.length).toBeLessThan(40);
  });

  it(
    'answers after twice as many trials as it has steps between levels at the soonest, however clear ' +
      'they are',
    () => {
      const { results, path } = searchWith((level) => level >= 6);
      expect(path.length).toBe(20);
      const launched = [...results.keys()];
      const after = (count: number): ReturnType<typeof decisionOf> =>
        decisionOf(plan, new Map([...results].slice(0, count)));
      const before = after(launched.length - 1);
      expect(before).toMatchObject({ answer: null, final: false, n: 19, needed: { worst: 21 } });
      expect((before?.threshold?.high ?? 0) - (before?.threshold?.low ?? 0)).toBeLessThanOrEqual(
        1.5 * 20 * mebibyte,
      );
      expect(after(launched.length)).toMatchObject({
        answer: 'found',
        final: true,
        n: 20,
        needed: { worst: 0 },
      });
    },
  );

  it('runs each tenth trial at the lowest level, to see whether the machine has changed', () => {
    const { path } = searchWith((level) => level >= 6);
    expect(path[9]).toBe(0);
  });

  it('says that it lies outside when nothing drifts', () => {
    const { results } = searchWith(() => false);
    expect(decisionOf(plan, results)).toMatchObject({
      answer: 'outside',
      n: 40,
      threshold: { outside: 'above' },
    });
  });

  it('cannot tell when trials show nothing', () => {
    const { results } = searchWith(() => null);
    expect(decisionOf(plan, results)).toMatchObject({ answer: 'cannot-tell', invalid: 5, n: 0 });
  });

  it('takes another level when the wanted one has no trial left', () => {
    const begun = new Set(
      plan.trials
        .filter(({ arm }) => arm === present(nextTrial(plan, new Map(), new Set()), 'first').arm)
        .map(({ id }) => id),
    );
    expect(nextTrial(plan, new Map(), begun)).not.toBeNull();
  });

  it('has its rule in plan.json', () => {
    expect(parsePlan(formatPlan(plan)).stop).toEqual(rule);
  });
});
