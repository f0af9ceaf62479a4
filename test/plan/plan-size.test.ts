import { describe, expect, it } from 'vitest';
import { requirePlannable } from '../../src/plan/plan-size.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { smallest, vocabulary } from '../scenario/sample.js';

describe('a plan', () => {
  it('of 20,000 trials is drawn up, and of one more it is not', () => {
    expect(() => {
      requirePlannable(armsOf(''), 20_000);
    }).not.toThrow();
    expect(() => {
      requirePlannable(armsOf(''), 20_001);
    }).toThrow('20001 trials are more than the 20000 that can be planned');
  });

  it('counts the trials of all arms', () => {
    expect(() => {
      requirePlannable(armsOf('arms: { a: , b: }\n'), 99_999);
    }).toThrow('99999 trials of each of 2 arms are 199998, which is more than the 20000 that can be planned');
  });

  it('counts what runs at once in a trial, and its loads', () => {
    const arms = armsOf('stacks: { concurrent: 9 }\nload: [{ memory: 1MiB }]\n');
    expect(() => {
      requirePlannable(arms, 10_000);
    }).not.toThrow();
    expect(() => {
      requirePlannable(arms, 10_001);
    }).toThrow('the 10001 trials have 100010 runs and loads together, and at most 100000 can be planned');
  });
});

function armsOf(lines: string) {
  const parsed = parseScenario(`${smallest}${lines}`, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.scenario.arms;
}
