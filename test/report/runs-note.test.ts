// Trials of several runs: what the run that speaks for a trial does not tell of the others.
import { expect, it } from 'vitest';
import { told } from '../../src/report/told.js';
import { summarise } from '../../src/statistics/summarise.js';
import { reportModel } from '../../src/report/report-model.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { makePlan, makeRun, makeVerdicts } from '../statistics/made-campaign.js';
import { provenance } from './made-report.js';

const held = makeRun('held');
const unknown = makeRun('overwritten');

function runsNotes(runs: readonly (readonly RunVerdict[])[]): readonly string[] {
  const plan = makePlan(['shared'], runs.length, [], 2);
  const verdicts = makeVerdicts(plan, runs);
  const summary = summarise({ plan, verdicts, campaign: 'c', scenarioSha256: 'abc', state: 'complete' });
  const model = reportModel({ plan, summary, verdicts, provenance, question: '', campaign: 'latest' });
  return told(model).notes.flatMap(({ label, text }) => (label === 'Runs' ? [text] : []));
}

it('the runs of an arm are counted where those of one trial came out differently', () => {
  const second = { ...unknown, run: 'r2' };
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
