import { describe, expect, it } from 'vitest';
import type { Mark, TrialResult } from '../../../src/statistics/trial-result.js';
import { wearTrend as trend } from '../../../src/statistics/trust/wear-trend.js';
import { makeResult } from '../made-campaign.js';
import { expectNear } from '../reference/read.js';

const wearTrend = (results: readonly TrialResult[]): ReturnType<typeof trend> => trend('not-held', results);

/** Trials of an arm, each as its mark and how many trials its engine had run before: `a h0 h1 d4 d-`. */
function trials(...rows: readonly string[]): readonly TrialResult[] {
  return rows.flatMap((row) => {
    const [arm = '', ...all] = row.split(' ');
    return all.map((one, index) =>
      makeResult(one.slice(0, 1) as Mark, {
        trial: `${arm}${String(index)}`,
        arm,
        trialsBefore: one.slice(1) === '-' ? null : Number(one.slice(1)),
      }),
    );
  });
}

/** All subsets of as many trials as failed, by force: the share whose sum is as far out, on either side. */
function byForce(failed: readonly number[], held: readonly number[]): number {
  const all = [...failed, ...held];
  const sum = failed.reduce((total, one) => total + one, 0);
  let [more, less, ways] = [0, 0, 0];
  for (let chosen = 0; chosen < 2 ** all.length; chosen++) {
    const of = all.filter((_, index) => ((chosen >> index) & 1) === 1);
    if (of.length !== failed.length) continue;
    const total = of.reduce((so, one) => so + one, 0);
    ways++;
    if (total >= sum) more++;
    if (total <= sum) less++;
  }
  return Math.min(1, (2 * Math.min(more, less)) / ways);
}

describe('the trend with the wear of engines', () => {
  it('is suspect where trials fail on engines that ran many before, and says how many', () => {
    const found = wearTrend(trials('a h0 h1 h2 h3 h0 d8 d9 d7 d8 d9'));
    expect(found).toMatchObject({ failed: 8.2, held: 1.2, suspect: true });
    // 1 / C(10, 5), both sides
    expectNear(found?.p ?? 0, 2 / 252, 1e-12);
  });

  it('is as suspect the other way round, and not where both kinds are spread over all engines', () => {
    expect(wearTrend(trials('a d0 d1 d2 d3 d0 h8 h9 h7 h8 h9'))).toMatchObject({ suspect: true });
    expect(wearTrend(trials('a d0 h1 d2 h3 d4 h5 d6 h7'))).toMatchObject({ suspect: false });
  });

  it('is exact with ties, as the counting of all choices shows', () => {
    const [failed, held] = [
      [3, 3, 5, 0],
      [0, 1, 3, 2, 2, 5],
    ];
    const row = ['a', ...failed.map((one) => `d${String(one)}`), ...held.map((one) => `h${String(one)}`)];
    expectNear(wearTrend(trials(row.join(' ')))?.p ?? 0, byForce(failed, held), 1e-12);
  });

  it('is not taken for wear where only the worse arm came late', () => {
    expect(wearTrend(trials('a h0 h1 h2 h3 h4 d2', 'b d8 d9 d7 d6 d5 h7'))).toMatchObject({ suspect: false });
  });

  it('leaves out arms of which all failed, all held, or all came to engines alike', () => {
    const alone = wearTrend(trials('a h0 h1 d8 d9'));
    expect(wearTrend(trials('a h0 h1 d8 d9', 'b d1 d3', 'c h7 h8', 'e h5 d5'))).toEqual(alone);
  });

  it('is not there where every engine was new, where one outcome is all, or nothing is known', () => {
    expect(wearTrend(trials('a h0 d0 h0 d0'))).toBeNull();
    expect(wearTrend(trials('a h0 h1 h2'))).toBeNull();
    expect(wearTrend(trials('a h- d- h-'))).toBeNull();
    expect(wearTrend(trials('a h0 h1 ?2'))).toBeNull();
  });

  it('comes out nearly the same just below and just above the number from which it is approximated', () => {
    const row = Array.from({ length: 96 }, (_, at) => `${at % 3 === 0 ? 'd' : 'h'}${String((at * 7) % 24)}`);
    const [exact, near] = [4, 6].map((more) =>
      wearTrend(
        trials(['a', ...row, ...['d11', 'h12', 'd11', 'h12', 'd11', 'h12'].slice(0, more)].join(' ')),
      ),
    );
    expect(Math.abs((exact?.p ?? 0) - (near?.p ?? 1))).toBeLessThan(0.03);
  });
});
