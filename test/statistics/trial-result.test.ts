import { describe, expect, it } from 'vitest';
import { countedIn, didNotHold, eventOf } from '../../src/statistics/event.js';
import { isLost, isValid, lossOf, resultOf, type Mark } from '../../src/statistics/trial-result.js';
import { outcomes, type RunVerdict, type Verdict } from '../../src/verdict/verdict.js';
import { makeCause, makeResult, makeRun } from './made-campaign.js';

const verdictOf = (...runs: readonly RunVerdict[]): Verdict => ({
  format: 1,
  trial: '007',
  arm: 'a',
  end: 'completed',
  runs,
});

const marked: Readonly<Record<Mark, RunVerdict>> = {
  d: makeRun('rolled-back'),
  x: makeRun('failed-later', { drift: false }),
  '?': makeRun('inconclusive'),
  b: makeRun('base-failed'),
  h: makeRun('held'),
  n: makeRun('no-op'),
};

describe('the mark of a trial', () => {
  it.each(Object.entries(marked))('of one run is its own: %s', (mark, run) => {
    expect(resultOf(verdictOf(run))).toMatchObject({ mark, run });
  });

  it('of several runs is the most telling one, in whatever order they come', () => {
    const order = ['d', 'x', '?', 'b', 'h', 'n'] as const;
    for (const [index, first] of order.entries())
      for (const second of order.slice(index)) {
        expect(resultOf(verdictOf(marked[first], marked[second])).mark).toBe(first);
        expect(resultOf(verdictOf(marked[second], marked[first])).mark).toBe(first);
      }
  });

  it('is open where nothing was run, and where nothing was read back of what looked as if it held', () => {
    expect(resultOf(verdictOf())).toMatchObject({ mark: '?', run: null, outageMs: null, downFromMs: null });
    expect(resultOf(verdictOf(makeRun('held', { drift: null }))).mark).toBe('?');
    expect(resultOf(verdictOf(makeRun('removed'))).mark).toBe('x');
    expect(resultOf(verdictOf(makeRun('held', { drift: true }))).mark).toBe('d');
  });

  it.each([
    ['d', true],
    ['x', true],
    ['h', true],
    ['?', false],
    ['b', false],
    ['n', false],
  ] as const)('%s counts for a rate: %s', (mark, valid) => {
    expect(isValid(makeResult(mark))).toBe(valid);
  });
});

describe('what speaks for a trial of several runs', () => {
  it('is the first run with its mark, and whether any such run misled the naive check', () => {
    const [first, second] = [
      makeRun('rolled-back', { run: 'r2' }),
      makeRun('rolled-back', { run: 'r3', masked: true }),
    ];
    const found = resultOf(verdictOf(marked.h, first, second));
    expect(found.run).toBe(first);
    expect(found.masked).toBe(true);
    expect(resultOf(verdictOf(makeRun('held', { masked: true }), first)).masked).toBe(false);
  });

  it('is its longest outage, and the earliest time from which one of its runs was down for good', () => {
    const run = (outageMs: number | null, downFromMs: number | null): RunVerdict =>
      makeRun('held', { outageMs, downFromMs });
    const found = (...runs: readonly RunVerdict[]): readonly [number | null, number | null] => {
      const { outageMs, downFromMs } = resultOf(verdictOf(...runs));
      return [outageMs, downFromMs];
    };
    expect(found(run(100, null), run(900, null), run(500, null))).toEqual([900, null]);
    expect(found(run(null, null), run(500, null))).toEqual([500, null]);
    expect(found(run(null, null))).toEqual([null, null]);
    expect(found(run(100, null), run(null, 4000), run(null, 3000))).toEqual([null, 3000]);
  });

  it('is the engine and how many trials that had run before, where they are on record', () => {
    expect(resultOf(verdictOf(marked.h))).toMatchObject({ engine: null, trialsBefore: null, lost: [] });
    expect(resultOf({ ...verdictOf(marked.h), engine: 'e1', trialsBefore: 3 })).toMatchObject({
      trial: '007',
      arm: 'a',
      engine: 'e1',
      trialsBefore: 3,
    });
  });

  it('is why each earlier attempt was lost, in their order', () => {
    const lost = ['the engine died.', 'no space left'].map((reason) =>
      verdictOf(marked.h, makeRun('inconclusive', { reason })),
    );
    expect(resultOf(verdictOf(marked.h), lost).lost).toEqual(['the engine died', 'no space left']);
    expect(lossOf(verdictOf())).toBe('no run was judged');
    expect(lossOf(verdictOf(marked.h))).toBe('no run was judged');
  });
});

describe('a trial that is made again', () => {
  it.each([
    [undefined, false],
    [null, false],
    ['unclear', false],
    ['lab', true],
  ] as const)('has a run that the lab kept from showing anything: %s', (invalid, lost) => {
    const run: RunVerdict = makeRun('inconclusive');
    const given: RunVerdict = invalid === undefined ? run : { ...run, invalid };
    expect([0, 1, 2].map((before) => isLost(verdictOf(marked.d, given), before))).toEqual([
      lost,
      lost,
      false,
    ]);
  });
});

describe('the event that is counted', () => {
  it('is there wherever a run ended otherwise than held, and is not known of what was not tried', () => {
    const silent = ['inconclusive', 'base-failed', 'no-op'];
    for (const outcome of outcomes) {
      const run = makeRun(outcome, { drift: false });
      const [expected, failed] = silent.includes(outcome)
        ? [null, false]
        : [outcome !== 'held', outcome !== 'held'];
      expect([outcome, eventOf('not-held', { runs: [run] }), didNotHold(run)]).toEqual([
        outcome,
        expected,
        failed,
      ]);
    }
  });

  it.each([
    ['h', [false, false, false]],
    ['d', [true, true, false]],
    ['x', [true, false, false]],
    ['?', [null, null, null]],
    ['b', [null, null, null]],
    ['n', [null, null, null]],
    ['hd', [true, true, false]],
    ['h?', [null, null, null]],
    ['d?', [true, true, null]],
    ['hb', [null, null, null]],
    ['hn', [false, false, false]],
    ['nn', [null, null, null]],
    ['', [null, null, null]],
  ] as const)(
    'of runs "%s" is as counted by outcome, by drift and by a cause that none had',
    (marks, expected) => {
      const runs = Array.from(marks).map((mark) => marked[mark as Mark]);
      expect([
        eventOf('not-held', { runs }),
        eventOf('drift', { runs }),
        eventOf(['unhealthy'], { runs }),
      ]).toEqual(expected);
    },
  );

  it('is a failure by a cause that is named, or by an unknown one where that is named', () => {
    const byOom = makeRun('rolled-back', { cause: makeCause() });
    expect(eventOf(['oom-kill'], { runs: [byOom] })).toBe(true);
    expect(eventOf(['unhealthy', 'oom-kill'], { runs: [byOom] })).toBe(true);
    expect(eventOf(['unhealthy'], { runs: [byOom] })).toBe(false);
    expect(eventOf(['unknown'], { runs: [byOom] })).toBe(false);
    expect(eventOf(['unknown'], { runs: [marked.x] })).toBe(true);
    expect(eventOf(['oom-kill'], { runs: [makeRun('held', { cause: makeCause({ victim: 'old' }) })] })).toBe(
      false,
    );
    expect(eventOf(['oom-kill'], { runs: [makeRun('held', { drift: null })] })).toBeNull();
    expect(eventOf('drift', { runs: [makeRun('removed')] })).toBeNull();
  });

  it('is counted over the trials that can tell', () => {
    const trials = ['d', 'h', '?', 'x', 'n', 'b', 'd'].map((mark) => ({ runs: [marked[mark as Mark]] }));
    expect(countedIn('not-held', trials)).toEqual({ k: 3, n: 4 });
    expect(countedIn('drift', trials)).toEqual({ k: 2, n: 4 });
  });
});
