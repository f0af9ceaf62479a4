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
    return marks.split('').map((mark, index) => makeResult(mark as Mark, { trial: `${engine}${arm}${String(index)}`, arm, engine: engine === '-' ? null : engine }));
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
    expect(slotAudit(trials('e1 a dddddd', 'e1 b h', 'e2 a d', 'e2 b hhhhhh'))).toMatchObject({ suspect: false, p: 1 });
  });

  it('adds the arms up', () => {
    const found = slotAudit(trials('e1 a ddd', 'e1 b ddd', 'e2 a hhh', 'e2 b hhh'));
    // (1 / C(6, 3)) squared, both sides, two engines
    expectNear(found?.p ?? 0, 4 / 400, 1e-12);
  });

  it('says nothing of engines with few trials, of one engine alone, and of trials whose engine is not on record', () => {
    expect([slotAudit([]), slotAudit(trials('e1 a dddddddd')), slotAudit(trials('e1 a dddd', 'e2 a hhhh')), slotAudit(trials('- a dddddd', '- a hhhhhh'))]).toEqual([null, null, null, null]);
  });

  it('raises a false alarm no more often than it says, over every way to place five failures of twelve trials on two engines', () => {
    let [alarms, all] = [0, 0];
    for (let places = 0; places < 2 ** 12; places++) {
      const marks = Array.from({ length: 12 }, (_, index) => ((places >> index) & 1) === 1 ? 'd' : 'h').join('');
      if (marks.replaceAll('h', '').length !== 5) continue;
      all++;
      if (slotAudit(trials(`e1 a ${marks.slice(0, 6)}`, `e2 a ${marks.slice(6)}`))?.suspect === true) alarms++;
    }
    expect(all).toBe(792);
    expect(alarms / all).toBeLessThanOrEqual(0.05);
  });
});
