// How a story calls what is deployed: a recipe that is a folder has two versions and no repository.
import { expect, it } from 'vitest';
import { explainTrial } from '../../src/report/story/story.js';
import { headStamp, heldUpgrade, trialSpec } from '../verdict/constructed-journal.js';
import { makeRun } from '../statistics/made-campaign.js';

const run = makeRun('held');
const verdict = { format: 1, trial: '001', arm: 'a', end: 'completed', runs: [run] } as const;
const { lines } = heldUpgrade().end(headStamp);

function textsOf(recipe: Readonly<Record<string, unknown>>): string {
  const spec = trialSpec();
  const settings = { ...spec.settings, recipe: { ...spec.settings.recipe, ...recipe } };
  return explainTrial({ ...spec, settings }, lines, verdict)
    .moments.map(({ text }) => text)
    .join('\n');
}

it('of a repository names the base by its ref and has git say the stamp', () => {
  const told = textsOf({ base: '1.0.0', head: 'next', fixture: null });
  expect(told).toContain('base 1.0.0 deployed');
  expect(told).toContain(`head deployed: git says ${headStamp}`);
});

it('of a folder says base once, and that the stamp is the name that the lab gave its version', () => {
  const told = textsOf({ base: 'base', head: 'head', fixture: '../shop' });
  expect(told).toMatch(/^base deployed$/m);
  expect(told).toContain(`head deployed: the lab calls it ${headStamp}`);
  expect(told).not.toContain('git says');
});

it('of a repository whose base is called so has git say it all the same', () => {
  expect(textsOf({ base: 'base', head: 'next', fixture: '../history' })).toContain('git says');
  expect(textsOf({ base: 'base', head: 'head', fixture: null })).toContain('git says');
});
