import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Plan } from '../../src/plan/plan.js';
import type { StopRule } from '../../src/plan/stop-rule.js';
import { haltOf } from '../../src/statistics/stop/halt.js';
import { lostInARow } from '../../src/statistics/stop/lost-in-a-row.js';
import type { TrialResult } from '../../src/statistics/trial-result.js';
import type { RunVerdict, Verdict } from '../../src/verdict/verdict.js';
import { makePlan, makeResult, makeRun } from './made-campaign.js';

const question = (word: StopRule['question']): StopRule => ({ question: word }) as StopRule;

/** A plan of these arms, each with the marks of its trials in launch order; `.` has not ended. */
function campaign(
  marks: Readonly<Record<string, string>>,
  stop: StopRule | null = null,
): readonly [Plan, ReadonlyMap<string, TrialResult>] {
  const names = Object.keys(marks);
  const each = Math.max(...Object.values(marks).map(({ length }) => length));
  const plan = { ...makePlan(names, each), stop };
  const seen = new Map<string, number>();
  const results = new Map<string, TrialResult>();
  for (const { id, arm } of plan.trials) {
    const at = seen.get(arm) ?? 0;
    seen.set(arm, at + 1);
    const mark = marks[arm]?.[at] ?? '.';
    if (mark !== '.') results.set(id, makeResult(mark as TrialResult['mark'], { trial: id, arm }));
  }
  return [plan, results];
}

describe('a campaign whose trials could not be believed', () => {
  it('stops when five launches, and more than a fifth, showed nothing', () => {
    const halted = (showed: number, nothing: number): string | null =>
      haltOf(...campaign({ a: 'h'.repeat(showed) + '?'.repeat(nothing) }));
    expect(halted(19, 5)).toBe('5 of 24 launches showed nothing, more than a fifth');
    expect(halted(20, 5)).toBeNull();
    expect(halted(3, 4)).toBeNull();
    expect(halted(0, 5)).toBe('5 of 5 launches showed nothing, more than a fifth');
  });

  it('adds its arms up, and counts launches that were lost and made again', () => {
    expect(haltOf(...campaign({ a: 'h??h', b: '?h??' }))).toBe(
      '5 of 8 launches showed nothing, more than a fifth',
    );
    const [plan, results] = campaign({ a: 'hhh' });
    const lost = new Map(
      [...results].map(([id, result], index) => [
        id,
        { ...result, lost: index === 0 ? [] : ['x', 'y', 'z'].slice(0, index + 1) },
      ]),
    );
    expect(haltOf(plan, lost)).toBe('5 of 8 launches showed nothing, more than a fifth');
  });

  it('leaves that to its stop rule where it has one', () => {
    const marks = { a: '?????' };
    expect(haltOf(...campaign(marks))).not.toBeNull();
    for (const word of ['reproduced', 'rate-below', 'decided', 'half-fails'] as const)
      expect(haltOf(...campaign(marks, question(word)))).toBeNull();
  });

  it('stops when far more launches of one arm showed nothing than of another, but for the levels of a search', () => {
    const marks = { a: `?????${'h'.repeat(7)}`, b: 'h'.repeat(30) };
    const said = "more launches of a than of b showed nothing (Fisher's test, p = 0.00093)";
    expect(haltOf(...campaign(marks))).toBe(said);
    expect(haltOf(...campaign(marks, question('decided')))).toBe(said);
    expect(haltOf(...campaign(marks, question('rate-below')))).toBe(said);
    expect(haltOf(...campaign(marks, question('half-fails')))).toBeNull();
  });

  it('does not do so for four launches, however unevenly they fell, nor for five that fell evenly', () => {
    expect(haltOf(...campaign({ a: `????${'h'.repeat(4)}`, b: 'h'.repeat(60) }))).toBeNull();
    expect(haltOf(...campaign({ a: `???${'h'.repeat(20)}`, b: `??${'h'.repeat(20)}` }))).toBeNull();
  });
});

describe('launches that were lost in a row', () => {
  const lab = makeRun('inconclusive', { invalid: 'lab', reason: 'the folder was full.' });
  const other = makeRun('inconclusive', { invalid: 'unclear', reason: 'the dose was missed.' });
  const held = makeRun('held');

  function said(
    ended: readonly (RunVerdict | readonly RunVerdict[] | null)[],
    lost: Readonly<Record<string, readonly RunVerdict[]>> = {},
  ): string | null {
    const plan = makePlan(['a'], ended.length);
    const verdictOf = (trial: string, given: RunVerdict | readonly RunVerdict[]): Verdict => ({
      format: 1,
      trial,
      arm: 'a',
      end: 'completed',
      runs: 'outcome' in given ? [given] : given,
    });
    return lostInARow(
      plan,
      new Map(
        ended.flatMap((given, index) => {
          const { id } = present(plan.trials[index], 'trial');
          return given === null ? [] : [[id, verdictOf(id, given)] as const];
        }),
      ),
      new Map(Object.entries(lost).map(([id, runs]) => [id, runs.map((run) => verdictOf(id, run))] as const)),
    );
  }

  const stopped = 'the lab lost 3 launches in a row, the last because the folder was full';

  it.each([
    ['three are enough', [lab, lab, lab], stopped],
    ['two are not', [lab, lab], null],
    ['none is not', [], null],
    ['only the last ones count', [held, held, lab, lab, lab], stopped],
    ['one that showed something ends them', [lab, lab, lab, held], null],
    ['one that showed something among the last three breaks them', [lab, lab, held, lab], null],
    ['those that the lab is not at fault for are none', [other, other, other], null],
    ['one of another kind breaks them', [lab, other, lab], null],
    ['trials that have not ended are passed over', [lab, null, lab, null, lab], stopped],
    ['one run of several is enough', [[held, lab], [lab, held], lab], stopped],
  ] as const)('%s', (_, ended, expected) => {
    expect(said(ended)).toBe(expected);
  });

  it('are counted with the attempts that were made again, before the trial itself', () => {
    expect(said([lab], { '001': [lab, lab] })).toBe(stopped);
    expect(said([held], { '001': [lab, lab, lab] })).toBeNull();
    expect(said([null], { '001': [lab, lab, { ...lab, reason: 'no engine came.' }] })).toBe(
      'the lab lost 3 launches in a row, the last because no engine came',
    );
  });
});
