import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/base/lab-error.js';
import { formatPlan, parsePlan } from '../../src/plan/plan-file.js';
import { planTrials } from '../../src/plan/plan-trials.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { vocabulary, whole } from '../scenario/sample.js';
import { options, scenarioWith } from './sample.js';

const plan = planTrials(scenarioWith({ a: '{}', b: '{ load: none }' }), 42, options);
const text = formatPlan(plan);

describe('plan.json', () => {
  it('gives back the plan that was written, and the same bytes again', () => {
    const parsed = parseScenario(whole, vocabulary);
    if (!parsed.ok) throw new Error('the sample is wrong');
    fc.assert(
      fc.property(fc.integer({ min: 0 }), (seed) => {
        const drawn = planTrials(parsed.scenario, seed, options);
        expect(parsePlan(formatPlan(drawn))).toEqual(drawn);
        expect(formatPlan(parsePlan(formatPlan(drawn)))).toBe(formatPlan(drawn));
      }),
      { numRuns: 30 },
    );
  });

  it('does not depend on the order in which keys were put in', () => {
    expect(formatPlan(Object.fromEntries(Object.entries(plan).reverse()) as unknown as typeof plan)).toBe(
      text,
    );
  });

  it('ends with a newline and has its keys sorted', () => {
    expect(text.endsWith('}\n')).toBe(true);
    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      'arms',
      'count',
      'expect',
      'format',
      'scenario',
      'seed',
      'stop',
      'trials',
    ]);
  });

  it('of a format that is not known is refused by name', () => {
    expect(() => parsePlan(text.replace('"format": 1', '"format": 2'))).toThrow(
      'the plan has format 2, and this driftlab reads format 1',
    );
  });

  it.each([
    ['is cut short', text.slice(0, 200), 'the plan cannot be read: it is not JSON'],
    [
      'has no format',
      text.replace('"format": 1', '"formal": 1'),
      'the plan cannot be read: it has no format number',
    ],
    [
      'has a field too many',
      text.replace('"seed": 42', '"seed": 42, "extra": 1'),
      'the plan cannot be read: Unrecognized key: "extra"',
    ],
    [
      'has a trial of no arm',
      text.replace('"arm": "b",\n      "block": 2', '"arm": "c",\n      "block": 2'),
      'is of an arm "c" that it does not have',
    ],
  ])('that %s is refused', (_, damaged, message) => {
    expect(() => parsePlan(damaged)).toThrow(message);
  });

  it('of a driftlab that did not ask whether a machine was starved is one that leaves such trials out', () => {
    const older = text.replaceAll(/^ *"judgeStarved": false,\n/gm, '');
    expect(older).not.toBe(text);
    expect(parsePlan(older).arms.map(({ settings }) => settings.judgeStarved)).toEqual(
      parsePlan(text).arms.map(() => false),
    );
  });

  it('of a driftlab that knew no judged services is one in which the whole stack counts', () => {
    const older = text.replaceAll(/^ *"judged": null,\n/gm, '');
    expect(older).not.toBe(text);
    expect(parsePlan(older)).toEqual(plan);
  });

  it('of a driftlab whose one deployer with options was a command has these as its options', () => {
    const deployment = text.match(/"deployment": \{[^}]*\}/)?.[0] ?? '';
    const read = (written: string): unknown =>
      parsePlan(text.replaceAll(deployment, written)).arms[0]?.settings.deployment;
    const older = (command: string): string =>
      `"deployment": { "timeoutMs": 1000, "command": ${command}, "stamp": "none" }`;
    expect(read(older('["./deploy.sh", "--fast"]'))).toEqual({
      timeoutMs: 1000,
      options: ['./deploy.sh', '--fast'],
      stamp: 'none',
    });
    expect(read(older('[]'))).toEqual({ timeoutMs: 1000, options: null, stamp: 'none' });
    expect(() => read(older('[]').replace('command', 'comand'))).toThrow('deployment.options');
  });

  it('that is any text gives a plan or a LabError', () => {
    const spoilt = fc
      .record({ from: fc.nat(text.length), cut: fc.nat(20), put: fc.string({ maxLength: 5 }) })
      .map(({ from, cut, put }) => text.slice(0, from) + put + text.slice(from + cut));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), spoilt), (any) => {
        try {
          parsePlan(any);
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
