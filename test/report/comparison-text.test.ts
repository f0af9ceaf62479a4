import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { comparisonSentences, type ComparedArm } from '../../src/report/comparison-text.js';
import { rateOf } from '../../src/statistics/rate.js';
import { comparisonOf } from '../../src/statistics/two-arms/comparisons.js';

/** `k` of `n` trials did not hold, and `drifted` of them drifted. */
const arm = (
  name: string,
  k: number,
  n: number,
  more: { readonly drifted?: number; readonly untested?: string } = {},
): ComparedArm => ({
  name,
  event: { count: 'not-held', ...present(rateOf(k, n), 'rate') },
  drift: rateOf(more.drifted ?? k, n),
  untested: more.untested ?? null,
});
const said = (
  a: ComparedArm,
  b: ComparedArm,
  differences: Parameters<typeof comparisonSentences>[0]['differences'] = [],
): readonly string[] => comparisonSentences({ a, b, comparison: comparisonOf(a, b), differences });

describe('two arms set against each other', () => {
  it('name the worse one, whichever comes first', () => {
    expect(said(arm('c/a', 9, 10), arm('c/b', 0, 10))[0]).toBe('c/a drifts more often than c/b.');
    expect(said(arm('c/b', 0, 10), arm('c/a', 9, 10))[0]).toBe('c/a drifts more often than c/b.');
  });

  it('differ when one never holds, though its label never drifts', () => {
    expect(said(arm('c/a', 10, 10, { drifted: 0 }), arm('c/b', 0, 10))).toEqual([
      'c/a fails to hold more often than c/b.',
      'Difference, the first minus the second: 100 points [61, 100], 95 % interval by Newcombe; ' +
        'Boschloo p < 0.001, Fisher p < 0.001.',
      'c/a did not hold in 10 of 10 valid trials (over 74 % at 95 % confidence).',
      'It drifted in 0 of 10 (under 26 % at 95 % confidence).',
      'c/b did not hold in 0 of 10 valid trials (under 26 % at 95 % confidence).',
    ]);
  });

  it('are never called equal', () => {
    for (const [k, other] of [
      [0, 0],
      [3, 3],
      [3, 4],
    ] as const) {
      const [first = ''] = said(arm('c/a', k, 10), arm('c/b', other, 10));
      expect(first).toMatch(
        /^Not shown that c\/a and c\/b (drift|fail to hold) at different rates: that is no proof that they are alike\.$/,
      );
    }
  });

  it('have no p value where a fixed number of trials was not run to its end', () => {
    const text = said(
      arm('c/a', 9, 10, { untested: 'of c, a rule stops the campaign' }),
      arm('c/b', 0, 10),
    ).join(' ');
    expect(text).toContain('Not tested: of c, a rule stops the campaign.');
    expect(text).not.toMatch(/Boschloo|Fisher|Newcombe/);
  });

  it('say in what else their campaigns differ', () => {
    expect(said(arm('x/a', 1, 4), arm('y/a', 1, 4), [{ what: 'kernel', a: '6.1', b: '6.8' }]).at(-1)).toBe(
      'Beware: the two differ in kernel: 6.1 and 6.8.',
    );
  });
});
