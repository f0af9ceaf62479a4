import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPlan } from '../../src/plan/plan-file.js';
import { planTrials } from '../../src/plan/plan-trials.js';
import type { Plan, PlannedTrial } from '../../src/plan/plan.js';
import { trialSpec } from '../../src/plan/trial-spec.js';
import { options, scenarioWith } from './sample.js';

const mib = 1024 ** 2;
const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const armNames = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
const three = scenarioWith({ a: '{}', b: '{}', c: '{}' });

describe('a plan', () => {
  it('has every arm once in every block, and every trial an id in launch order', () => {
    fc.assert(
      fc.property(seeds, armNames, fc.integer({ min: 1, max: 20 }), (seed, names, each) => {
        const plan = planTrials(scenarioWith(Object.fromEntries(names.map((name) => [name, '{}']))), seed, {
          ...options,
          each,
        });
        expect(plan.trials).toHaveLength(names.length * each);
        for (let block = 1; block <= each; block++)
          expect(
            plan.trials
              .filter((trial) => trial.block === block)
              .map(({ arm }) => arm)
              .sort(),
          ).toEqual([...names].sort());
        expect(plan.trials.map(({ block }) => block)).toEqual(
          plan.trials.map(({ block }) => block).sort((a, b) => a - b),
        );
        expect(plan.trials.map(({ id }) => Number(id))).toEqual(plan.trials.map((_, index) => index + 1));
      }),
      { numRuns: 50 },
    );
  });

  it('is the same bytes for the same seed, and other bytes for another', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const text = formatPlan(planTrials(three, seed, options));
        expect(formatPlan(planTrials(three, seed, options))).toBe(text);
        expect(formatPlan(planTrials(three, seed + 1, options))).not.toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  it('draws whole amounts inside their ranges', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const { load } of planTrials(three, seed, options).trials) {
          for (const { target, afterMs, forMs, rampMs } of load) {
            expectWithin(target, 60 * mib, 140 * mib);
            expectWithin(afterMs, 0, 3000);
            expectWithin(forMs ?? NaN, 2000, 4000);
            expectWithin(rampMs, 100, 900);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('draws evenly over the range, and independently from field to field', () => {
    const loads = planTrials(three, 7, { ...options, each: 2000, arms: ['a'] }).trials.flatMap(
      ({ load }) => load,
    );
    const amounts = loads.map(({ target }) => (target / mib - 60) / 80);
    const delays = loads.map(({ afterMs }) => afterMs / 3000);
    expect(mean(amounts)).toBeCloseTo(0.5, 1);
    expect(mean(amounts.map((x) => (x - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    expect(mean(amounts.map((x, index) => (x - 0.5) * ((delays[index] ?? NaN) - 0.5)))).toBeCloseTo(0, 2);
    expect(mean(amounts.slice(1).map((x, index) => (x - 0.5) * ((amounts[index] ?? NaN) - 0.5)))).toBeCloseTo(
      0,
      2,
    );
  });

  it('puts each arm first about as often', () => {
    const first = planTrials(three, 11, { ...options, each: 3000 }).trials.filter(
      (_, index) => index % 3 === 0,
    );
    for (const arm of ['a', 'b', 'c'])
      expectWithin(first.filter((trial) => trial.arm === arm).length, 900, 1100);
  });

  it('gives all arms of a block the same load, and the same quantile where their ranges differ', () => {
    const plan = planTrials(
      scenarioWith({ a: '{}', b: '{ env: { X: 1 } }', wide: '{ load: [{ memory: 0..160MiB }] }' }),
      5,
      options,
    );
    for (const [a, b, wide] of blocksOf(plan, ['a', 'b', 'wide'])) {
      expect(b?.load).toEqual(a?.load);
      expect((wide?.load[0]?.target ?? NaN) / 160 / mib).toBeCloseTo(
        ((a?.load[0]?.target ?? NaN) / mib - 60) / 80,
        5,
      );
    }
  });

  it('keeps the draws of its blocks when trials or arms are added, or arms are chosen', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const before = drawsOf(planTrials(three, seed, options));
        const after = [
          planTrials(three, seed, { ...options, each: 9 }),
          planTrials(scenarioWith({ a: '{}', new: '{ load: none }', b: '{}', c: '{}' }), seed, options),
        ].map(drawsOf);
        for (const draws of after) expect(draws).toMatchObject(before);
        const chosen = planTrials(three, seed, { ...options, arms: ['c', 'a'] });
        expect(before).toMatchObject(drawsOf(chosen));
        expect(chosen.arms.map(({ name }) => name)).toEqual(['a', 'c']);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the whole order of its blocks when trials are added', () => {
    expect(planTrials(three, 3, { ...options, each: 9 }).trials.slice(0, 12)).toEqual(
      planTrials(three, 3, options).trials,
    );
  });

  it('names stack and domain as the harness does, equal for equal recipe, pull request and ref', () => {
    const plan = planTrials(
      scenarioWith({ a: '{}', b: '{ domain: lab.test }', c: '{ recipe: { pr: 13 } }' }),
      1,
      options,
    );
    const [a, b, c] = ['a', 'b', 'c'].map((arm) => plan.trials.find((trial) => trial.arm === arm)?.runs);
    const digits = options.hash('discourse|12|7ae7b0f76efb').slice(0, 6);
    expect(a).toEqual([
      { run: 'r1', stack: `disc-${digits}`, domain: `disc-${digits}.driftlab.test`, startAfterMs: 0 },
    ]);
    expect(b?.[0]?.domain).toBe(`disc-${digits}.lab.test`);
    expect(c?.[0]?.stack).not.toBe(a?.[0]?.stack);
  });

  it('keeps expectations of the chosen arms only', () => {
    const scenario = {
      ...three,
      expect: ['a', 'b'].map((arm) => ({
        arm,
        drift: 'none' as const,
        outcome: null,
        cause: null,
        victim: null,
      })),
    };
    expect(planTrials(scenario, 1, { ...options, arms: ['b'] }).expect.map(({ arm }) => arm)).toEqual(['b']);
  });

  it('of an arm that does not exist is refused with the nearest', () => {
    expect(() =>
      planTrials(scenarioWith({ 'stop-first': '{}' }), 1, { ...options, arms: ['stop-frist'] }),
    ).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: 'the scenario has no arm "stop-frist"',
        hint: 'did you mean "stop-first"? the arms are stop-first',
      }) as Error,
    );
    const several = { ...options, arms: ['stop-frist', 'stop-first', 'all-at-once'] };
    expect(() => planTrials(scenarioWith({ 'stop-first': '{}' }), 1, several)).toThrow(
      'the scenario has no arm "stop-frist" and "all-at-once"',
    );
    expect(() => planTrials(three, 1, { ...options, arms: [] })).toThrow('no arm was chosen');
  });
});

describe('the spec of a trial', () => {
  it('is the planned trial with the settings of its arm', () => {
    const plan = planTrials(scenarioWith({ a: '{}', b: '{ service: web }' }), 1, options);
    for (const trial of plan.trials) {
      expect(trialSpec(plan, trial.id)).toEqual({
        ...trial,
        settings: plan.arms.find(({ name }) => name === trial.arm)?.settings,
      });
    }
  });

  it('is refused for an id that the plan does not have', () => {
    expect(() => trialSpec(planTrials(three, 1, options), '13')).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: 'the plan has no trial "13"',
        hint: 'its trials are 001 to 012',
      }) as Error,
    );
  });
});

function expectWithin(value: number, low: number, high: number): void {
  expect(
    Number.isSafeInteger(value) && value >= low && value <= high,
    `${String(value)} in ${String(low)}..${String(high)}`,
  ).toBe(true);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function blocksOf(plan: Plan, arms: readonly string[]): readonly (readonly (PlannedTrial | undefined)[])[] {
  const blocks = [...new Set(plan.trials.map(({ block }) => block))];
  return blocks.map((block) =>
    arms.map((arm) => plan.trials.find((trial) => trial.block === block && trial.arm === arm)),
  );
}

/** What was drawn for each arm and block, by both. */
function drawsOf(plan: Plan): Readonly<Record<string, Pick<PlannedTrial, 'seed' | 'load'>>> {
  return Object.fromEntries(
    plan.trials.map(({ arm, block, seed, load }) => [`${arm} ${String(block)}`, { seed, load }]),
  );
}
