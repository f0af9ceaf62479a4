// Which version a stack came back to, as the reports say it.
import { expect, it } from 'vitest';
import { whereItStands } from '../../src/report/chain-words.js';
import { told } from '../../src/report/told.js';
import type { Outcome, RunVerdict } from '../../src/verdict/verdict.js';
import { trialSpec } from '../verdict/constructed-journal.js';
import { makePlan, makeRun } from '../statistics/made-campaign.js';
import { madeModel } from './made-report.js';

const { settings } = trialSpec();
const commit = 'a'.repeat(40);

function said(outcome: Outcome, over: string | null, at: string | null, head = '2.0.0'): string | null {
  const recipe = { ...settings.recipe, base: '1.0.0', head, through: ['1.5.0', commit] };
  return whereItStands({ outcome, chain: { over, at } }, { settings: { ...settings, recipe } });
}

it('of a head that was rolled back is what it was put over, by its name', () => {
  expect(said('rolled-back', '1.5.0', '1.5.0')).toBe(
    'the stack came back to 1.5.0, over which head 2.0.0 had been put',
  );
  expect(said('rolled-back', '1.0.0', '1.0.0')).toBe(
    'the stack came back to base 1.0.0, over which head 2.0.0 had been put',
  );
  expect(said('rolled-back', commit, commit)).toContain('came back to aaaaaaaa, over');
});

it('of one that held is the head, also where that is the base again', () => {
  expect(said('held', '1.5.0', '2.0.0')).toBe('the stack stands at head 2.0.0, which was put over 1.5.0');
  expect(said('held', '1.5.0', '1.0.0', '1.0.0')).toBe(
    'the stack stands at head 1.0.0, which was put over 1.5.0',
  );
});

it('is said of the spec alone where the version does not run as it should', () => {
  expect(said('failed-later', '1.5.0', '2.0.0')).toMatch(/^the spec at the end is that of head 2\.0\.0/);
  expect(said('rollback-failed', '1.5.0', '1.5.0')).toMatch(/^the spec at the end is that of 1\.5\.0/);
});

it('is not guessed', () => {
  expect(said('overwritten', '1.5.0', null)).toMatch(/that of no version of the chain/);
  expect(said('held', null, '2.0.0')).toMatch(/put over what is not on record$/);
  expect(whereItStands({ outcome: 'held' }, { settings })).toBeNull();
});

it('is told beside the answer, with how often where trials came out differently', () => {
  const plan = makePlan(['chain'], 2);
  const arms = plan.arms.map((arm) => ({
    ...arm,
    settings: { ...arm.settings, recipe: { ...arm.settings.recipe, base: '1', head: '3', through: ['2'] } },
  }));
  const notes = (runs: readonly RunVerdict[]): readonly string[] =>
    told(
      madeModel(
        { ...plan, arms },
        runs.map((run) => [run]),
      ),
    ).notes.flatMap(({ label, text }) => (label === 'Versions' ? [text] : []));
  const back = makeRun('rolled-back', { chain: { over: '2', at: '2' } });
  expect(notes([back, makeRun('held', { chain: { over: '2', at: '3' } })])).toEqual([
    'the stack came back to 2, over which head 3 had been put (1 of 2); the stack stands at head 3, which ' +
      'was put over 2 (1 of 2).',
  ]);
  expect(notes([back])).toEqual(['the stack came back to 2, over which head 3 had been put.']);
  expect(notes([makeRun('held'), makeRun('rolled-back')])).toEqual([]);
});
