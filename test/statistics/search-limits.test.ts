import { describe, expect, it } from 'vitest';
import type { ThresholdRule } from '../../src/plan/stop-rule.js';
import { decideThreshold, nextLevel } from '../../src/statistics/stop/decide-threshold.js';
import type { Launched } from '../../src/statistics/stop/launched.js';
import type { Mark } from '../../src/statistics/trial-result.js';
import { makeResult } from './made-campaign.js';

/** Four levels of 10, 20, 30 and 40 bytes. */
const rule: ThresholdRule = {
  question: 'half-fails',
  of: 'a',
  injector: 'memory',
  levels: [10, 20, 30, 40].map((amount) => ({ arm: `l${String(amount)}`, amount })),
  trialsMax: 12,
  widthTarget: 1,
  anchorEvery: 5,
  sha256: 'x',
};

const failedOf: Readonly<Record<string, boolean>> = { d: true, x: true, h: false };

/** Trials in launch order, each as its level in bytes and its mark: `10h 20d`; `10.` has not ended. */
function launches(text: string): readonly Launched[] {
  return text
    .split(' ')
    .filter((one) => one !== '')
    .map((one, index) => {
      const [arm, mark] = [`l${one.slice(0, -1)}`, one.slice(-1)];
      return {
        trial: String(index),
        arm,
        block: index,
        result: mark === '.' ? null : makeResult(mark as Mark, { arm }),
        failed: failedOf[mark] ?? null,
      };
    });
}

const decide = (text: string, more: Partial<ThresholdRule> = {}): ReturnType<typeof decideThreshold> =>
  decideThreshold({ ...rule, ...more }, launches(text), 'not-held');

const sharp = '10h 20h 30d 40d '.repeat(3).trim();

describe('what a search says of its trials', () => {
  it('is the question, its arm and its design, with what was counted', () => {
    expect(decide(`${sharp} 10. 10? 20b`)).toMatchObject({
      question: 'half-fails',
      arm: 'a',
      against: null,
      design: { low: 0.5, high: 0.5, error: 0.1 },
      n: 12,
      k: 6,
      invalid: 2,
      interval: null,
      fixed: 12,
      count: 'not-held',
      otherwise: 0,
      ignored: [],
      needed: { clean: 0, worst: 0 },
    });
  });

  it('counts beside it what did not hold in a way that is not asked about', () => {
    expect(decideThreshold(rule, launches('10h 20x 30d'), 'drift')).toMatchObject({
      count: 'drift',
      otherwise: 1,
    });
  });

  it('leaves out trials of arms that are no level of it', () => {
    expect(decide(`${sharp} 99d 99h`)).toMatchObject({ n: 12, k: 6, invalid: 2 });
  });

  it('is in bytes, from the lowest level to the highest', () => {
    const { threshold } = decide(sharp);
    expect(threshold).toMatchObject({
      confidence: 0.9,
      outside: null,
      tested: { low: 10, high: 40 },
      isotonic: 25,
      agrees: true,
    });
    expect(threshold?.mean).toBe(25);
    expect((threshold?.low ?? 0) >= 16 && (threshold?.high ?? 99) <= 34).toBe(true);
  });

  it('has no second opinion where no level reaches a half', () => {
    expect(decide('10h 20h 30h 40h').threshold).toMatchObject({ isotonic: null, agrees: null });
  });

  it('says when the regression without a curve differs by more than half the interval', () => {
    const [near, far] = [
      decide(`10h ${'20d '.repeat(3)}${'30d '.repeat(7)}40h`),
      decide(`${'10h '.repeat(6)}${'20d '.repeat(7)}${'30d '.repeat(7)}40h 40h`),
    ].map(({ threshold }) => threshold);
    expect(near?.agrees).toBe(true);
    expect(far?.agrees).toBe(false);
    const falling = decide(`${'10d '.repeat(3)}${'10h '.repeat(4)}20h 20h ${'30h '.repeat(7)}40d`).threshold;
    expect([falling?.agrees, (falling?.isotonic ?? NaN) < (falling?.mean ?? NaN)]).toEqual([false, true]);
    for (const one of [near, far]) {
      const distance = Math.abs((one?.isotonic ?? NaN) - (one?.mean ?? NaN));
      expect(distance <= ((one?.high ?? 0) - (one?.low ?? 0)) / 2).toBe(one?.agrees);
    }
  });
});

describe('a search is over', () => {
  it('when its interval is narrow enough, after twice as many trials as it has steps between levels', () => {
    const clear = '10h 40d 20h 30d 20h 30d';
    const wide = { widthTarget: 3, trialsMax: 40 };
    expect(decide(clear, wide)).toMatchObject({ answer: 'found', final: true, n: 6, needed: { worst: 0 } });
    expect(decide(clear.split(' ').slice(0, 5).join(' '), wide)).toMatchObject({
      answer: null,
      final: false,
      n: 5,
      needed: { worst: 35 },
    });
    expect(decide(clear, { widthTarget: 0.5, trialsMax: 40 })).toMatchObject({
      answer: null,
      needed: { worst: 34 },
    });
  });

  it('when it has had all its trials, whatever they showed', () => {
    expect(decide(sharp, { widthTarget: 0 })).toMatchObject({ answer: 'found', final: true, n: 12 });
    expect(decide(sharp, { widthTarget: 0, trialsMax: 13 })).toMatchObject({
      answer: null,
      final: false,
      reason: null,
      needed: { worst: 1 },
    });
    const nothing = '10h 20h 30h 40h '.repeat(3);
    expect(decide(nothing)).toMatchObject({
      answer: 'outside',
      final: true,
      threshold: { outside: 'above' },
    });
    expect(decide(nothing.replaceAll('h', 'd'))).toMatchObject({
      answer: 'outside',
      threshold: { outside: 'below' },
    });
  });

  it('when too many launches showed nothing, which no answer survives', () => {
    expect(decide(`${sharp} 10? 10? 10? 10? 10?`)).toMatchObject({
      answer: 'cannot-tell',
      final: true,
      reason: '5 of 17 launches showed nothing, more than a fifth',
    });
    expect(decide('10? 10? 10? 10?')).toMatchObject({ answer: null, final: false, reason: null });
  });
});

describe('the level of the next trial', () => {
  const many = [9, 9, 9, 9];

  it('is where most is to be learnt, and each fifth time the lowest', () => {
    const begun = (count: number): readonly Launched[] => launches(Array(count).fill('20.').join(' '));
    const found = Array.from({ length: 11 }, (_, count) => nextLevel(rule, begun(count), many));
    const first = found[0];
    expect(first).not.toBe(0);
    expect(found).toEqual(found.map((__, count) => (count % 5 === 4 ? 0 : first)));
  });

  it('follows what the trials have shown', () => {
    expect(nextLevel(rule, launches('10h 20h 30h'), many)).toBe(3);
    expect(nextLevel(rule, launches('40d 30d 20d'), many)).toBe(0);
  });

  it('is the nearest that has trials left, the lower of two as near', () => {
    const anchor = launches('20h 20h 30d 30d');
    expect(nextLevel(rule, anchor, [1, 1, 1, 1])).toBe(0);
    expect(nextLevel(rule, anchor, [0, 1, 1, 1])).toBe(1);
    expect(nextLevel(rule, anchor, [0, 0, 0, 2])).toBe(3);
    expect(nextLevel(rule, anchor, [0, 0, 0, 0])).toBeNull();
    const wanted = nextLevel(rule, launches(''), many) ?? NaN;
    const without = many.map((left, level) => (level === wanted ? 0 : left));
    expect(nextLevel(rule, launches(''), without)).toBe(wanted - 1);
  });
});
