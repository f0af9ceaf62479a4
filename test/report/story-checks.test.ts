import { describe, expect, it } from 'vitest';
import type { EvidenceOf } from '../../src/evidence/evidence.js';
import { explainTrial, type Story } from '../../src/report/story/story.js';
import { makeRun } from '../statistics/made-campaign.js';
import { journal, trialSpec } from '../verdict/constructed-journal.js';

const asked = { kind: 'check', run: 'r1', name: 'mine', check: 'command' } as const;
function storyOf(end: Partial<EvidenceOf<'check'>>): Story {
  const none = { answer: null, exitCode: null, said: null, failure: null };
  const { lines } = journal()
    .base()
    .at(4000)
    .fact({ ...asked, ...none, mark: 'begin' })
    .at(5000)
    .fact({ ...asked, ...none, mark: 'end', ...end });
  const run = makeRun('held');
  return explainTrial(trialSpec(), lines, {
    format: 1,
    trial: '001',
    arm: 'a',
    end: 'completed',
    runs: [run],
  });
}
const momentOf = (end: Partial<EvidenceOf<'check'>>): unknown =>
  storyOf(end).moments.find(({ kind }) => kind === 'check');

describe('a check in the story', () => {
  it('is told with its exit code, and its last words below', () => {
    expect(momentOf({ answer: 'bad', exitCode: 3, said: 'one\ntwo\n\nnot converged\n' })).toMatchObject({
      text: 'check mine said bad, exit code 3',
      quotes: [
        { by: 'check', text: 'two' },
        { by: 'check', text: 'not converged' },
      ],
    });
  });

  it('has neither where there is none, as with a check that is no program', () => {
    expect(momentOf({ answer: 'good' })).toMatchObject({ text: 'check mine said good', quotes: [] });
    expect(momentOf({ failure: 'it took longer than 5 s' })).toMatchObject({
      text: 'check mine gave no answer: it took longer than 5 s',
    });
  });
});

it('a story that names lines says which file they are of, and one that names none does not', () => {
  const fault = { kind: 'fault', phase: 'upgrade', code: 'engine-lost', message: 'it died' } as const;
  const run = makeRun('inconclusive');
  const verdict = { format: 1, trial: '001', arm: 'a', end: 'invalid', runs: [run] } as const;
  const { lines } = journal().base().at(4000).fact(fault);
  const footnotes = (spec: Parameters<typeof explainTrial>[0]): readonly string[] =>
    explainTrial(spec, lines, verdict).footnotes.filter((note) => !note.startsWith('+U'));
  expect(footnotes(trialSpec())).toEqual(['line, lines: of evidence.jsonl, the record of the trial']);
  expect(footnotes({ ...trialSpec(), called: 'the upgrade' })).toEqual(['line, lines: of its journal']);
  expect(storyOf({ answer: 'good' }).footnotes.join()).not.toContain('line');
});
