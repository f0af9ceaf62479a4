import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../src/statistics/trial-result.js';
import { driftOverTime } from '../../../src/statistics/trust/drift-over-time.js';
import { runsTest } from '../../../src/statistics/trust/runs-test.js';
import { trustOf } from '../../../src/statistics/trust/trust.js';
import { makeResult } from '../made-campaign.js';
import { fisher } from '../../../src/statistics/two-arms/fisher.js';
import { expectNear, referenceRows } from '../reference/read.js';

interface RunsRow {
  readonly nFail: number;
  readonly nPass: number;
  readonly runs: number;
  readonly pFew: number;
}
interface DriftRow {
  readonly sequence: string;
  readonly twoSided: number;
}

const digits = 1e-11;
const bits = (text: string): readonly boolean[] => text.split('').map((bit) => bit === '1');

/** An order of outcomes with exactly so many runs. */
function withRuns({ nFail, nPass, runs }: RunsRow): readonly boolean[] {
  const startsFailing = nFail >= nPass;
  const ofFirst = Math.ceil(runs / 2);
  const ofSecond = Math.floor(runs / 2);
  const [first, second] = startsFailing ? [nFail, nPass] : [nPass, nFail];
  const stretch = (index: number, count: number, total: number): number =>
    index === 0 ? total - count + 1 : 1;
  return Array.from({ length: runs }, (_, run) => {
    const isFirst = run % 2 === 0;
    const length = isFirst ? stretch(run / 2, ofFirst, first) : stretch((run - 1) / 2, ofSecond, second);
    return Array.from({ length }, () => isFirst === startsFailing);
  }).flat();
}

describe('the runs test', () => {
  it('meets its reference values', () => {
    for (const row of referenceRows('runs-test') as readonly RunsRow[]) {
      const found = runsTest(withRuns(row));
      expect(found?.runs).toBe(row.runs);
      expectNear(found?.p ?? 0, row.pFew, digits);
    }
  });

  it('raises a false alarm no more often than it says, over every order of ten outcomes', () => {
    for (const alpha of [0.05, 0.2])
      expect(shareOfAlarms(10, (outcomes) => runsTest(outcomes)?.p ?? 1, alpha)).toBeLessThanOrEqual(alpha);
  });

  it('has nothing to say where every trial ended alike', () => {
    expect([runsTest([]), runsTest([true, true]), runsTest([false])]).toEqual([null, null, null]);
  });

  it('is exact however many outcomes there are', () => {
    // Two runs, in either order, of all ways to place the passes.
    const stretches = (fails: number, passes: number): readonly boolean[] => [
      ...Array.from({ length: fails }, () => true),
      ...Array.from({ length: passes }, () => false),
    ];
    const ways = (n: number, k: number): number =>
      Array.from({ length: k }, (_, index) => Math.log((n - index) / (index + 1))).reduce((a, b) => a + b, 0);
    expectNear(Math.log(runsTest(stretches(900, 300))?.p ?? 0), Math.log(2) - ways(1200, 300), 1e-9);
    const alternating = Array.from({ length: 1200 }, (_, index) => index % 2 === 0);
    expectNear(runsTest(alternating)?.p ?? 0, 1, 1e-9);
  });
});

describe('drift over time', () => {
  it('meets its reference values', () => {
    for (const { sequence, twoSided } of referenceRows('drift-rank-sum') as readonly DriftRow[])
      expectNear(driftOverTime(bits(sequence)) ?? 0, twoSided, digits);
  });

  it('raises a false alarm no more often than it says, over every order of ten outcomes', () => {
    for (const alpha of [0.05, 0.2])
      expect(shareOfAlarms(10, (outcomes) => driftOverTime(outcomes) ?? 1, alpha)).toBeLessThanOrEqual(alpha);
  });

  it('is approximate beyond a hundred outcomes, with half a place of continuity', () => {
    // Worked out by hand: 40 of 120 drifted, at places that sum up to 3200 and 1640, around 40 · 121 / 2 with
    // a variance of 40 · 80 · 121 / 12.
    const late = Array.from({ length: 120 }, (_, index) => index >= 40 && index % 2 === 0);
    const early = Array.from({ length: 120 }, (_, index) => index < 80 && index % 2 === 0);
    expectNear(driftOverTime(late) ?? 0, 1.4281132159510435e-5, 1e-9);
    expectNear(driftOverTime(early) ?? 0, 5.062650761389342e-6, 1e-9);
    expect(driftOverTime(Array.from({ length: 120 }, () => true))).toBeNull();
    // A hundred are the last that are exact.
    const every = (n: number): number =>
      driftOverTime(Array.from({ length: n }, (_, index) => index % 4 === 1 || index === n - 1)) ?? 0;
    const approximation = (n: number): number => {
      const places = Array.from({ length: n }, (_, index) =>
        index % 4 === 1 || index === n - 1 ? [index + 1] : [],
      ).flat();
      const sum = places.reduce((total, place) => total + place, 0);
      const [mean, sigma] = [
        (places.length * (n + 1)) / 2,
        Math.sqrt((places.length * (n - places.length) * (n + 1)) / 12),
      ];
      return Math.min(
        1,
        2 * Math.min(normalCdf(sum + 0.5, mean, sigma), 1 - normalCdf(sum - 0.5, mean, sigma)),
      );
    };
    expect(Math.abs(every(100) / approximation(100) - 1)).toBeGreaterThan(1e-5);
    expect(Math.abs(every(101) / approximation(101) - 1)).toBeLessThan(1e-9);
  });

  it('is the same read backwards', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 120 }), (outcomes) => {
        expectNear(driftOverTime([...outcomes].reverse()) ?? 1, driftOverTime(outcomes) ?? 1, 1e-9);
      }),
    );
  });
});

describe("a campaign's course", () => {
  it('is nothing to worry about when outcomes alternate and every trial showed something', () => {
    const { clustering, change, inconclusive } = courseOf([arm('a', 'dhdhhdhddh'), arm('b', 'hhhhhhhhhh')]);
    expect([clustering?.suspect, change?.suspect, inconclusive.suspect, inconclusive.uneven]).toEqual([
      false,
      false,
      false,
      null,
    ]);
  });

  it('is suspect when drift comes in one stretch, and says what the trials are worth', () => {
    const { clustering, change } = courseOf([
      arm('a', `${'h'.repeat(10)}${'d'.repeat(10)}`),
      arm('b', 'hdhdhdhdhd'),
    ]);
    expect(clustering).toMatchObject({ arm: 'a', runs: 2, suspect: true });
    expect(clustering?.effective).toBeLessThan(5);
    expect(change).toMatchObject({ arm: 'a', suspect: true });
  });

  it('is worth as many trials as its correlation leaves, and all of them where nothing is suspect', () => {
    // Means of 1/2, eighteen products of 1/4 and one of -1/4 over twenty squares of 1/4: a correlation of
    // 0.85.
    const { clustering } = courseOf([arm('a', `${'h'.repeat(10)}${'d'.repeat(10)}`)]);
    expect(clustering?.correlation).toBeCloseTo(0.85, 12);
    expect(clustering?.effective).toBe(2);
    expect(courseOf([arm('a', 'dhhdhhdhhd')]).clustering).toMatchObject({ effective: 10, suspect: false });
    expect(courseOf([arm('a', 'dhhdhhdhhd')]).clustering?.correlation).toBeCloseTo(-0.4, 12);
  });

  it('is read from valid trials alone', () => {
    expect(courseOf([arm('a', 'dd?hbhnxd')]).clustering).toEqual(courseOf([arm('a', 'ddhhdd')]).clustering);
  });

  it('is suspect when one arm shows nothing far more often than another', () => {
    expect(courseOf([arm('a', `${'?'.repeat(8)}hhhh`), arm('b', 'h'.repeat(12))]).inconclusive).toMatchObject(
      { count: 8, ended: 24, suspect: true, uneven: { a: 'a', b: 'b' } },
    );
  });

  it('adjusts for how many pairs of arms could have been uneven', () => {
    const uneven = (...others: readonly string[]): unknown =>
      courseOf([
        arm('a', `${'?'.repeat(6)}hhhhhh`),
        arm('b', `?${'h'.repeat(11)}`),
        ...others.map((name) => arm(name, `??${'h'.repeat(10)}`)),
      ]).inconclusive.uneven;
    expect(fisher({ k: 6, n: 12 }, { k: 1, n: 12 }).twoSided).toBeCloseTo(0.0686, 3);
    expect(uneven()).toBeNull();
    const most = [arm('a', `${'?'.repeat(7)}hhhhh`), arm('b', `?${'h'.repeat(11)}`)];
    const alone = fisher({ k: 7, n: 12 }, { k: 1, n: 12 }).twoSided;
    expect([alone < 0.05, 3 * alone > 0.05]).toEqual([true, true]);
    expect(courseOf(most).inconclusive.uneven).toEqual({ a: 'a', b: 'b', p: alone });
    expect(courseOf([...most, arm('c', `???${'h'.repeat(9)}`)]).inconclusive.uneven).toBeNull();
  });

  it('adjusts for how many arms could have been clustered or have changed', () => {
    const clustered = arm('a', 'hhhhhdddhh');
    const alone = runsTest('hhhhhdddhh'.split('').map((mark) => mark === 'd'))?.p ?? 0;
    expect(courseOf([clustered]).clustering?.p).toBe(alone);
    expect(courseOf([clustered, arm('b', 'hdhdhdhdhd'), arm('c', 'dhdhdhdhdh')]).clustering?.p).toBeCloseTo(
      3 * alone,
      12,
    );
    const changed = driftOverTime('hhhhhhhddd'.split('').map((mark) => mark === 'd')) ?? 0;
    expect(courseOf([arm('a', 'hhhhhhhddd'), arm('b', 'hdhdhdhdhd')]).change?.p).toBeCloseTo(2 * changed, 12);
  });

  it('is not asked of a search, whose order follows its outcomes', () => {
    expect(courseOf([arm('a', 'hhhhhhddddddd')], { ordered: false })).toMatchObject({
      clustering: null,
      change: null,
    });
  });

  it('is not tested before all trials are over, since it would be tested again at every look', () => {
    expect(
      courseOf([arm('a', `${'?'.repeat(8)}hhhh`), arm('b', 'hhhhhhdddddd')], { over: false }),
    ).toMatchObject({
      clustering: null,
      change: null,
      slot: null,
      inconclusive: { uneven: null, suspect: true },
    });
  });

  it('has its engines and their wear looked at when it is over, and not before', () => {
    const results = new Map(
      'dddddhhhhh'.split('').map((mark, index) => [
        `a${String(index)}`,
        makeResult(mark as Mark, {
          trial: `a${String(index)}`,
          arm: 'a',
          engine: index < 5 ? 'e1' : 'e2',
          trialsBefore: index,
        }),
      ]),
    );
    const course = (more: Parameters<typeof courseOf>[1]): ReturnType<typeof trustOf> =>
      courseOf([arm('a', 'dddddhhhhh')], { results, ...more });
    expect(course({})).toMatchObject({ slot: { engine: 'e1', suspect: true }, wear: { suspect: true } });
    expect(course({ over: false })).toMatchObject({ slot: null, wear: null });
    expect(course({ ordered: false })).toMatchObject({ slot: { engine: 'e1' }, wear: null });
  });

  it('is that of whatever is counted, drift or not', () => {
    const one = [arm('a', `${'h'.repeat(10)}${'x'.repeat(10)}`)];
    expect(courseOf(one).clustering?.suspect).toBe(true);
    expect(courseOf(one, { count: 'drift' }).clustering).toBeNull();
  });

  it('counts attempts that were lost and made again among the launches that showed nothing', () => {
    const lost = new Map(
      ['a0', 'a1', 'a2', 'a3'].map((id, index) => [
        id,
        makeResult('h', { trial: id, lost: index < 3 ? ['the engine died'] : [] }),
      ]),
    );
    expect(courseOf([arm('a', 'hhhh')], { results: lost }).inconclusive).toMatchObject({
      count: 3,
      ended: 7,
      suspect: true,
    });
  });
});

interface ArmMarks {
  readonly arm: string;
  readonly marks: string;
}

function courseOf(
  arms: readonly ArmMarks[],
  more: Partial<Parameters<typeof trustOf>[0]> = {},
): ReturnType<typeof trustOf> {
  const planned = arms.flatMap(({ arm: name, marks }) =>
    marks.split('').map((mark, index) => ({
      id: `${name}${String(index)}`,
      arm: name,
      block: index + 1,
      mark: mark as Mark,
    })),
  );
  const results = new Map(
    planned
      .filter(({ mark }) => 'dxhnb?'.includes(mark))
      .map(({ id, arm: name, mark }) => [id, makeResult(mark, { trial: id, arm: name })]),
  );
  return trustOf({
    count: 'not-held',
    arms: arms.map(({ arm: name }) => name),
    ordered: true,
    over: true,
    trials: planned,
    results,
    kept: [],
    same: null,
    ...more,
  });
}

function arm(name: string, marks: string): ArmMarks {
  return { arm: name, marks };
}

/**
 * The largest share of alarms among all orders with the same number of failures: the false-alarm rate that is
 * to stay below alpha.
 */
function shareOfAlarms(n: number, p: (outcomes: readonly boolean[]) => number, alpha: number): number {
  const alarms = new Array<number>(n + 1).fill(0);
  const all = new Array<number>(n + 1).fill(0);
  for (let order = 0; order < 2 ** n; order++) {
    const outcomes = Array.from({ length: n }, (_, index) => ((order >> index) & 1) === 1);
    const fails = outcomes.filter(Boolean).length;
    all[fails] = (all[fails] ?? 0) + 1;
    if (p(outcomes) <= alpha) alarms[fails] = (alarms[fails] ?? 0) + 1;
  }
  return Math.max(...alarms.map((count, fails) => count / (all[fails] ?? 1)));
}
