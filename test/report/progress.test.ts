import { describe, expect, it } from 'vitest';
import { plainPaint } from '../../src/report/paint.js';
import { heartbeat, progressEvent, progressLines, type ProgressState } from '../../src/report/progress.js';
import type { Mark, TrialResult } from '../../src/statistics/trial-result.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { makeResult, makeRun, rolledBack } from '../statistics/made-campaign.js';

const marks = (letters: string): readonly TrialResult[] =>
  letters.split('').map((mark) => makeResult(mark as Mark));

const state: ProgressState = {
  scenario: 'discourse-upgrade',
  question: 'Does the upgrade survive?',
  header: ['2 arms × 10 trials', 'seed 4211'],
  count: 'not-held',
  arms: [
    { name: 'start-first', finished: marks('dhddhdhd') },
    { name: 'stop-first', finished: marks('hhh?hhhh') },
  ],
  running: [
    { trial: '009', arm: 'start-first', phase: 'observe', sinceMs: 3211 },
    { trial: '008', arm: 'stop-first', phase: 'base', sinceMs: 33_211 },
  ],
  elapsedMs: 61_000,
  leftMs: 41_200,
  atMost: false,
};

const drawn = (changes: Partial<ProgressState>, width = 90): readonly string[] =>
  progressLines({ ...state, ...changes }, { width, paint: plainPaint });

describe('progress on a terminal', () => {
  it('shows strip, count and rate with interval of each arm, what runs, and the time left', () => {
    expect(drawn({})).toEqual([
      'discourse-upgrade · 2 arms × 10 trials · seed 4211',
      'Does the upgrade survive?',
      '',
      '  start-first  ✗✓✗✗✓✗✓✗  5 of 8 drifted   63 % [16, 95.6] so far',
      '  stop-first   ✓✓✓?✓✓✓✓  0 of 7 drifted   under 48 % so far',
      '  now          start-first 009: observe 3.2 s · stop-first 008: base 33 s        41 s left',
    ]);
  });

  it('counts every trial that did not hold, and says drifted only where all of them did', () => {
    expect(
      drawn({
        arms: [
          { name: 'a', finished: marks('dx') },
          { name: 'b', finished: marks('hh') },
        ],
      }).slice(3, 5),
    ).toEqual([
      '  a    ✗!  2 of 2 did not hold   over 13 % so far',
      '  b    ✓✓  0 of 2 did not hold   under 87 % so far',
    ]);
    expect(drawn({ count: 'drift', arms: [{ name: 'a', finished: marks('dx') }] })[3]).toBe(
      '  a    ✗!  1 of 2 drifted   50 % [0.63, 99.37] so far',
    );
  });

  it('has no number before there is one, and no time left before it can be told', () => {
    expect(
      drawn(
        {
          arms: [
            { name: 'a', finished: [] },
            { name: 'b', finished: marks('?') },
          ],
          running: [],
          leftMs: null,
        },
        60,
      ).slice(3),
    ).toEqual(['  a', '  b    ?  none valid yet', `  now  nothing runs${' '.repeat(25)}1 min 1 s so far`]);
  });

  it('never draws wider than the terminal, and shows the newest of a long strip', () => {
    const lines = drawn(
      { arms: [{ name: 'start-first', finished: [...marks('h'.repeat(200)), ...marks('d')] }] },
      60,
    );
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(lines.find((line) => line.includes('…'))).toMatch(/^ {2}start-first {2}…✓+✗ {2}1 of 201 drifted/);
  });
});

describe('progress without a terminal', () => {
  const event = (run: RunVerdict, left = { leftMs: null as number | null, atMost: false }): string =>
    progressEvent(
      {
        verdict: { format: 1, trial: '003', arm: 'start-first', end: 'completed', runs: [run] },
        tookMs: 15_200,
        done: 3,
        total: 20,
        left,
      },
      plainPaint,
    );

  it('is one line a finished trial', () => {
    expect(event(rolledBack)).toBe(
      ' 3/20  ✗ 003 start-first: rolled-back, oom-kill of the new task (15.2 s)',
    );
    expect(event(makeRun('held'))).toBe(' 3/20  ✓ 003 start-first: held (15.2 s)');
  });

  it('has the time that is left, and says where it may be less', () => {
    const held = makeRun('held');
    expect(event(held, { leftMs: 245_400, atMost: false })).toMatch(/held \(15\.2 s\) · 4 min 5 s left$/);
    expect(event(held, { leftMs: 245_400, atMost: true })).toMatch(/ · at most 4 min 5 s left$/);
    expect(event(held, { leftMs: 0, atMost: false })).toMatch(/held \(15\.2 s\)$/);
  });

  it('is a line of counts, intervals, what runs and the time left where nothing ended for a while', () => {
    expect(heartbeat(state, { done: 16, total: 20 })).toBe(
      '16/20  … start-first 5 of 8 drifted, 63 % [16, 95.6] so far · stop-first 0 of 7 drifted, under 48 % ' +
        'so far · now start-first 009: observe 3.2 s, stop-first 008: base 33 s · 41 s left',
    );
    const first = { ...state, arms: [{ name: 'a', finished: [] }], leftMs: null };
    expect(heartbeat(first, { done: 0, total: 20 })).toBe(
      ' 0/20  … now start-first 009: observe 3.2 s, stop-first 008: base 33 s · 1 min 1 s so far',
    );
  });

  it('says why a trial is inconclusive', () => {
    expect(event(makeRun('inconclusive', { reason: 'the dose was missed.' }))).toBe(
      ' 3/20  ? 003 start-first: inconclusive: the dose was missed (15.2 s)',
    );
  });
});

describe('progress of more arms than a screen takes', () => {
  const many = Array.from({ length: 24 }, (_, index) => ({
    name: `stack+mirror+short+cell-${String(index)}`,
    finished: marks(index === 0 ? 'dh?' : ''),
  }));

  it('counts them in one line, without a rate over unlike arms', () => {
    const lines = drawn({
      arms: many,
      running: [{ trial: '009', arm: 'stack+mirror+short+cell-3', phase: 'observe', sinceMs: 3211 }],
    });
    expect(lines.slice(3)).toEqual([
      '  24 arms  1 of 2 drifted, 1 inconclusive',
      '  now      stack+mirror+short+cell-3 009: observe 3.2 s                          41 s left',
    ]);
  });

  it('says so while none is finished', () => {
    expect(drawn({ arms: many.map((arm) => ({ ...arm, finished: [] })) })[3]).toBe(
      '  24 arms  none finished yet',
    );
  });
});
