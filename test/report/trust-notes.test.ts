import { expect, it } from 'vitest';
import { doubt, trustNotes } from '../../src/report/trust-notes.js';
import type { Trust } from '../../src/statistics/summary.js';

const well: Trust = {
  clustering: { arm: 'a', runs: 6, p: 0.6, correlation: -0.1, effective: 10, suspect: false },
  change: { arm: 'a', p: 0.8, suspect: false },
  slot: null,
  sameness: null,
  inconclusive: { count: 0, ended: 20, suspect: false, uneven: null },
};

it('says in one line what was looked at when nothing speaks against the numbers', () => {
  expect(trustNotes(well)).toEqual([
    'no sign that failures come in clusters, none that their rate changed in the course of the ' +
      'campaign; 0 of 20 launches inconclusive.',
  ]);
});

it('says nothing where there was nothing to look at', () => {
  expect(trustNotes({ ...well, clustering: null, change: null })).toEqual([]);
});

it('says of two arms that are the same that nothing shows a difference, and never that there is none', () => {
  expect(
    trustNotes({
      ...well,
      clustering: null,
      change: null,
      sameness: {
        a: 'same-1',
        b: 'same-2',
        p: 0.65,
        alarm: false,
        pairs: { both: 2, firstOnly: 3, secondOnly: 2, neither: 3 },
      },
    }),
  ).toEqual([
    "same-1 and same-2 are the same in everything, and nothing shows that they differ (Fisher's " +
      'test, p = 0.65).',
  ]);
});

it('warns of each thing by name, and says what it means for the numbers', () => {
  expect(
    trustNotes({
      clustering: { arm: 'a', runs: 2, p: 0.001, correlation: 0.8, effective: 3, suspect: true },
      change: { arm: 'b', p: 0.02, suspect: true },
      slot: { engine: 'a1b2c3d4', k: 6, n: 7, expected: 2.5, p: 0.01, suspect: true },
      sameness: {
        a: 'same-1',
        b: 'same-2',
        p: 0.002,
        alarm: true,
        pairs: { both: 0, firstOnly: 9, secondOnly: 0, neither: 1 },
      },
      inconclusive: { count: 8, ended: 24, suspect: true, uneven: { a: 'b', b: 'a', p: 0.004 } },
    }),
  ).toEqual([
    "alarm: same-1 and same-2 are the same in everything, and yet differ (Fisher's test, p = 0.002); " +
      'something of the lab or the machine decides how trials end.',
    'suspect: the trials of a are not independent, failures come in clusters (runs test, p = 0.001); ' +
      'they are worth about 3 trials, and intervals are too narrow.',
    'suspect: the rate of b changed in the course of the campaign (rank-sum test, p = 0.020); the ' +
      'arms share their blocks, so comparisons hold, but a rate is an average of what was and what is.',
    'suspect: 6 of 7 trials on the engine a1b2c3d4 failed where about 2.5 were to be expected from ' +
      'the others (exact test, p = 0.010); it may be worse than they are.',
    'suspect: 8 of 24 launches showed nothing, more than a fifth; what kept them from it may also ' +
      'decide how they would have ended.',
    "suspect: more launches of b than of a showed nothing (Fisher's test, p = 0.004), which may bend " +
      'their comparison.',
  ]);
});

it('says nothing of arms that are the same before all of their trials are over', () => {
  expect(
    trustNotes({
      ...well,
      clustering: null,
      change: null,
      sameness: {
        a: 'same-1',
        b: 'same-2',
        p: null,
        alarm: false,
        pairs: { both: 0, firstOnly: 9, secondOnly: 0, neither: 0 },
      },
    }),
  ).toEqual([]);
});

it('stands beside the answer in a few words, and not where nothing speaks against it', () => {
  expect(doubt(well)).toEqual([]);
  expect(
    doubt({
      ...well,
      clustering: { arm: 'a', runs: 2, p: 0.001, correlation: 0.8, effective: 3, suspect: true },
      slot: { engine: 'e', k: 6, n: 7, expected: 2.5, p: 0.01, suspect: true },
    }),
  ).toEqual(['Suspect: trials are not independent, one engine differs from the others; see Trust.']);
});

it('says that how trials end goes with the wear of their engines, and what to do about it', () => {
  const wear = { failed: 8.2, held: 1.25, p: 0.008, suspect: true };
  expect(trustNotes({ ...well, wear })).toEqual([
    'suspect: how trials end goes with the wear of their engines: those that failed came after 8.2 trials ' +
      'on the same engine on average, those of the same arms that held after 1.3 (permutation test, ' +
      'p = 0.008); `engine: { private: { fresh: yes } }` gives each trial an engine of its own.',
  ]);
  expect(doubt({ ...well, wear })[0]).toContain('the wear of the engines');
  expect(trustNotes({ ...well, wear: { ...wear, p: 0.3, suspect: false } })).toEqual(trustNotes(well));
});

it('says of arms whose trials find the volumes of earlier ones that these are not independent', () => {
  const [first] = trustNotes({ ...well, kept: ['a', 'b'] });
  expect(first).toContain(
    'volumes of earlier trials are kept in a and b (state: kept), so a trial is not independent',
  );
  expect(doubt({ ...well, kept: ['a'] })).toEqual([
    'Suspect: trials find the volumes of earlier ones; see Trust.',
  ]);
});
