// Trials of several runs: what the run that speaks for a trial does not tell of the others.
import { expect, it } from 'vitest';
import { told } from '../../src/report/told.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun } from '../statistics/made-campaign.js';
import { madeModel } from './made-report.js';

const held = makeRun('held');
const overwritten = makeRun('overwritten');

function runsNotes(runs: readonly (readonly RunVerdict[])[]): readonly string[] {
  const plan = makePlan(['shared'], runs.length, [], 2);
  return told(madeModel(plan, runs)).notes.flatMap(({ label, text }) => (label === 'Runs' ? [text] : []));
}

it('the runs of an arm are counted where those of one trial came out differently', () => {
  const second = { ...overwritten, run: 'r2' };
  expect(
    runsNotes([
      [held, second],
      [held, { ...held, run: 'r2' }],
    ]),
  ).toEqual(['shared: of 4 runs: held (3), overwritten (1).']);
});

it('they are not counted again where all runs of each trial came out alike', () => {
  expect(runsNotes([[held, { ...held, run: 'r2' }]])).toEqual([]);
});
