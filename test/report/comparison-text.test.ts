import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import { comparisonSentences, type ComparedArm } from '../../src/report/comparison-text.js';
import { rateOf } from '../../src/statistics/rate.js';
import { comparisonOf } from '../../src/statistics/two-arms/comparisons.js';

const arm = (name: string, k: number, n: number, stopped = false): ComparedArm => ({ name, drift: present(rateOf(k, n), 'rate'), stopped });
const said = (a: ComparedArm, b: ComparedArm, differences: Parameters<typeof comparisonSentences>[0]['differences'] = []): readonly string[] =>
  comparisonSentences({ a, b, comparison: comparisonOf(a, b), differences });

describe('two arms set against each other', () => {
  it('name the worse one, whichever comes first', () => {
    expect(said(arm('c/a', 9, 10), arm('c/b', 0, 10))[0]).toBe('c/a drifts more often than c/b.');
    expect(said(arm('c/b', 0, 10), arm('c/a', 9, 10))[0]).toBe('c/a drifts more often than c/b.');
  });

  it('are never called equal', () => {
    for (const [k, other] of [[0, 0], [3, 3], [3, 4]] as const) {
      const [first = ''] = said(arm('c/a', k, 10), arm('c/b', other, 10));
      expect(first).toBe('Not shown that c/a and c/b drift at different rates: that is no proof that they are alike.');
    }
  });

  it('have no p value after an early stop', () => {
    const text = said(arm('c/a', 9, 10, true), arm('c/b', 0, 10)).join(' ');
    expect(text).toContain('Not tested: a rule stopped the campaign of c/a early');
    expect(text).not.toMatch(/Boschloo|Fisher/);
  });

  it('say in what else their campaigns differ', () => {
    expect(said(arm('x/a', 1, 4), arm('y/a', 1, 4), [{ what: 'kernel', a: '6.1', b: '6.8' }]).at(-1)).toBe('Beware: the two differ in kernel: 6.1 and 6.8.');
  });
});
