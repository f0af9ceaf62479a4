import { describe, expect, it } from 'vitest';
import type { Mark, TrialResult } from '../../../src/statistics/trial-result.js';
import { slotAudit as audit } from '../../../src/statistics/trust/slots.js';
import { makeResult } from '../made-campaign.js';
import { expectNear } from '../reference/read.js';

const slotAudit = (results: readonly TrialResult[]): ReturnType<typeof audit> => audit('not-held', results);

/** Trials on engines, as `engine arm marks`. */
function trials(...rows: readonly string[]): readonly TrialResult[] {
  return rows.flatMap((row) => {
    const [engine = '', arm = '', marks = ''] = row.split(' ');
    return marks.split('').map((mark, index) =>
      makeResult(mark as Mark, {
        trial: `${engine}${arm}${String(index)}`,
        arm,
        engine: engine === '-' ? null : engine,
      }),
    );
  });
}

describe('the audit of engines', () => {
  it('finds the one on which trials drift more often, by an exact test', () => {
    const found = slotAudit(trials('e1 a ddddddd', 'e2 a hhhhhhh', 'e3 a hhhhhhh'));
    expect(found).toMatchObject({ engine: 'e1', k: 7, n: 7, suspect: true });
    expectNear(found?.expected ?? 0, 7 / 3, 1e-12);
    // 1 / C(21, 7), both sides, three engines
    expectNear(found?.p ?? 0, 6 / 116_280, 1e-12);
  });

  it('does not take an engine for worse because it had more trials of the worse arm', () => {
    expect(slotAudit(trials('e1 a dddddd', 'e1 b h', 'e2 a d', 'e2 b hhhhhh'))).toMatchObject({
      suspect: false,
      p: 1,
    });
  });

  it('suspects one where chance would do it in fewer than one campaign of twenty', () => {
    const [sure, unsure] = [
      slotAudit(trials('e1 a dddddhh', 'e2 a hhhhhhh')),
      slotAudit(trials('e1 a dddddhhh', 'e2 a hhhhhhhh')),
    ];
    expect([sure?.p, unsure?.p].map((p) => Number(p?.toFixed(4)))).toEqual([0.042, 0.0513]);
    expect([sure?.suspect, unsure?.suspect]).toEqual([true, false]);
  });

  it('needs five trials on the engine and five on the others', () => {
    expect(slotAudit(trials('e1 a ddddd', 'e2 a hhhhh'))).toMatchObject({
      engine: 'e1',
      k: 5,
      n: 5,
      expected: 2.5,
      suspect: true,
    });
    expect(slotAudit(trials('e1 a ddddd', 'e2 a hhhh'))).toBeNull();
    expect(slotAudit(trials('e1 a dddd', 'e2 a hhhhh'))).toBeNull();
    expect(slotAudit(trials('e1 a dddd??', 'e2 a hhhhh'))).toBeNull();
  });

  it('adds up arms that drift on both engines, each by as many ways as it can', () => {
    // One arm drifts in 2 of 6, the other in 3 of 6, three trials of each here: the sum of both counts is at
    // least 4 in 1 of 5 ways times 9 of 20, and so on.
    const found = slotAudit(trials('e1 a ddh', 'e1 b ddh', 'e2 a hhh', 'e2 b dhh'));
    const [two, three] = [
      [3 / 15, 9 / 15, 3 / 15],
      [1 / 20, 9 / 20, 9 / 20, 1 / 20],
    ] as const;
    const atLeastFour = two[2] * (three[2] + three[3]) + two[1] * three[3];
    expect(found).toMatchObject({ k: 4, n: 6, expected: 2.5 });
    expectNear(found?.p ?? 0, 4 * atLeastFour, 1e-12);
  });

  it('adds the arms up', () => {
    const found = slotAudit(trials('e1 a ddd', 'e1 b ddd', 'e2 a hhh', 'e2 b hhh'));
    // (1 / C(6, 3)) squared, both sides, two engines
    expectNear(found?.p ?? 0, 4 / 400, 1e-12);
  });

  it(
    'says nothing of engines with few trials, of one engine alone, and of trials whose engine is not ' +
      'on record',
    () => {
      expect([
        slotAudit([]),
        slotAudit(trials('e1 a dddddddd')),
        slotAudit(trials('e1 a dddd', 'e2 a hhhh')),
        slotAudit(trials('- a dddddd', '- a hhhhhh')),
      ]).toEqual([null, null, null, null]);
    },
  );

  it(
    'raises a false alarm no more often than it says, over every way to place five failures of twelve ' +
      'trials on two engines',
    () => {
      let [alarms, all] = [0, 0];
      for (let places = 0; places < 2 ** 12; places++) {
        const marks = Array.from({ length: 12 }, (_, index) =>
          ((places >> index) & 1) === 1 ? 'd' : 'h',
        ).join('');
        if (marks.replaceAll('h', '').length !== 5) continue;
        all++;
        if (slotAudit(trials(`e1 a ${marks.slice(0, 6)}`, `e2 a ${marks.slice(6)}`))?.suspect === true)
          alarms++;
      }
      expect(all).toBe(792);
      expect(alarms / all).toBeLessThanOrEqual(0.05);
    },
  );
});
