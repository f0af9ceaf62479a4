// What the answer says of arms, each group of arms that came out alike in one breath.
import { describe, expect, it } from 'vitest';
import { told } from '../../src/report/told.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun } from '../statistics/made-campaign.js';
import { madeModel, rendered } from './made-report.js';

const held = makeRun('held');
const rolledBack = makeRun('rolled-back');

describe('the answer', () => {
  it('tells arms with the same counts together, and those with others by themselves', () => {
    const runs = [held, rolledBack, held, held, rolledBack, held];
    const [rates] = told(madeModel(makePlan(['never', 'always', 'calm'], 2), runs)).answer;
    expect(rates).toMatch(
      /^never and calm each drifted in 0 of 2 valid trials \(under [\d.]+ % at 95 % confidence\); always in 2 of 2 /,
    );
  });

  it('names arms with other counts one by one', () => {
    const runs = [held, rolledBack, held, held, rolledBack, rolledBack];
    const [rates] = told(madeModel(makePlan(['never', 'always', 'calm'], 2), runs)).answer;
    expect(rates).toMatch(/^never drifted in 0 of 2 valid trials .*, always in 2 of 2 .*, calm in 1 of 2 /);
  });

  it('says a difference that several comparisons share once, with every name', () => {
    const runs = [held, rolledBack, rolledBack, held, rolledBack, rolledBack];
    const { answer } = told(madeModel(makePlan(['never', 'always', 'ever'], 2), runs));
    expect(answer.filter((sentence) => sentence.startsWith('Difference never'))).toEqual([
      expect.stringMatching(/^Difference never minus always and ever, each: -100 points \[/),
    ]);
    expect(answer).toContainEqual(expect.stringMatching(/^Difference always minus ever 0 points \[/));
  });

  it('of a campaign that runs says what there is, and of none that something is missing', () => {
    const plan = makePlan(['a', 'b'], 2, [{ drift: 'none' }]);
    const running = (runs: readonly (RunVerdict | null)[]): readonly string[] =>
      told(madeModel(plan, runs, { state: 'running' })).answer;
    expect(running([null, null, null, null])).toEqual(['No trial has ended yet.']);
    const begun = running([held, null, null, null]).join(' ');
    expect(begun).toMatch(/^a did not hold in 0 of 1 valid trial\. b has no valid trial/);
    expect(begun).not.toContain('Too little to tell');
  });

  it('never reads as if the upgrade did nothing else, where a scenario names no arm', () => {
    const model = madeModel(makePlan(['only'], 3), [held, rolledBack, null]);
    expect(told(model).answer[0]).toMatch(/^The upgrade drifted in 1 of 2 valid trials /);
    for (const format of ['terminal', 'markdown', 'junit'])
      expect(rendered(format, model)).not.toMatch(/\bonly (?:drifted|did|has|fails)|\bof only\b/);
  });

  it('tells arms of which no trial is valid in one breath, by name or, where they are many, by number', () => {
    const none = (arms: number, runs: readonly (RunVerdict | null)[] = []): string => {
      const plan = makePlan(
        Array.from({ length: arms }, (_, index) => `arm${String(index)}`),
        1,
      );
      return (
        told(madeModel(plan, [...runs, ...Array.from({ length: arms - runs.length }, () => null)]))
          .answer[0] ?? ''
      );
    };
    expect(none(13)).toBe(
      'None of the 13 arms has a valid trial, so nothing can be said of them (each of 1 trial: 1 not run).',
    );
    expect(none(13, [held])).toMatch(
      / 12 of the 13 arms have no valid trial, so nothing can be said of them /,
    );
    expect(none(2)).toMatch(/^arm0 and arm1 have no valid trial, so nothing can be said of them /);
    expect(none(2, [held])).toMatch(/ arm1 has no valid trial, so nothing can be said of it /);
    expect(none(3, [makeRun('inconclusive'), makeRun('inconclusive')])).toMatch(
      /^arm0 and arm1 have .* \(each of 1 trial: 1 inconclusive\)\. arm2 has .* \(of 1 trial: 1 not run\)\.$/,
    );
  });
});
