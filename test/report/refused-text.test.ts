import { describe, expect, it } from 'vitest';
import { differsNotes } from '../../src/report/differs-notes.js';
import { refusedSentences } from '../../src/report/refused-text.js';

const refused = {
  arm: 'only',
  step: 'head',
  said: 'the deployer put nothing:\n  no such image.',
  trials: ['001', '002'],
} as const;

describe('deploys that cannot work', () => {
  it('are told first, with what the deployer said and how to go on', () => {
    expect(refusedSentences({ refused, state: 'interrupted' })).toEqual([
      'The head of only cannot be deployed, in the same words in trials 001 and 002: the deployer ' +
        'put nothing: no such image.',
      'That is no drift, and more trials would show nothing else, so no more were launched ' +
        '(--keep-going launches them).',
    ]);
  });

  it('are told with few trials by name, and without a way to go on where all were run', () => {
    const [first, second] = refusedSentences({
      refused: { ...refused, trials: ['001', '002', '003', '004', '005'] },
      state: 'complete',
    });
    expect(first).toContain('in trials 001, 002 and 3 more:');
    expect(second).toBe('That is no drift, and more trials would show nothing else.');
    expect(refusedSentences({ state: 'complete' })).toEqual([]);
  });
});

describe('what was not the same in all trials', () => {
  const moved = { ref: 'next', pinned: 'a'.repeat(40), now: 'b'.repeat(40) };

  it('is each time that the campaign went on although something had changed', () => {
    expect(
      differsNotes({ goneOn: [{ changed: ['overlay a.yml', 'fixture recipe'], finished: 3 }], moved: [] }),
    ).toEqual([
      'after 3 trials the campaign went on although this had changed: overlay a.yml and fixture ' +
        'recipe. Earlier and later trials are not of the same thing.',
    ]);
  });

  it('is each ref that moved, told once with where it went', () => {
    expect(differsNotes({ goneOn: [], moved: [{ ...moved, trial: '004' }] })).toEqual([
      'next was aaaaaaaa when the campaign began and bbbbbbbb in trial 004; every trial had aaaaaaaa.',
    ]);
    expect(
      differsNotes({
        goneOn: [],
        moved: [
          { ...moved, trial: '004' },
          { ...moved, trial: '007', now: null },
          { ...moved, ref: '1.0.0', trial: '007' },
        ],
      }),
    ).toEqual([
      'next was aaaaaaaa when the campaign began and bbbbbbbb and gone between trials 004 and 007; ' +
        'every trial had aaaaaaaa.',
      '1.0.0 was aaaaaaaa when the campaign began and bbbbbbbb in trial 007; every trial had aaaaaaaa.',
    ]);
    expect(differsNotes({ goneOn: [], moved: [] })).toEqual([]);
  });
});
