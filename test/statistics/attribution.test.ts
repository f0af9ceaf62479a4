import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../src/base/random.js';
import { attributionSentences } from '../../src/report/attribution-text.js';
import { attributionOf } from '../../src/statistics/attribution/attribution.js';
import type { Observation } from '../../src/statistics/attribution/matched.js';
import { signFlip } from '../../src/statistics/attribution/sign-flip.js';
import type { Attribution } from '../../src/statistics/summary.js';

const factors = { deployer: ['abra', 'stack'], clone: ['mirror', 'base-deploy', 'copy'], load: ['calm', 'short'], order: ['start-first', 'stop-first'] } as const;
const names = Object.keys(factors);

/** A campaign of 24 cells in 6 blocks; `rate` gives the probability of drift in a cell, which a load drawn for the block may move. */
function campaign(seed: string, rate: (cell: Readonly<Record<string, string>>, load: number) => number): readonly Observation[] {
  const cells = Object.entries(factors).reduce<readonly Readonly<Record<string, string>>[]>((before, [factor, levels]) => before.flatMap((cell) => levels.map((level) => ({ ...cell, [factor]: level }))), [{}]);
  return [1, 2, 3, 4, 5, 6].flatMap((block) => {
    const random = randomFrom(7, 'attribution', seed, String(block));
    const load = random.integer(0, 999) / 1000;
    return cells.map((cell) => ({ block, factors: cell, drifted: random.integer(0, 999_999) / 1e6 < rate(cell, load) }));
  });
}

const found = (observations: readonly Observation[], ...of: readonly string[]): Attribution | undefined => attributionOf(observations, names).find((one) => one.factors.join() === of.join());

describe('attribution', () => {
  it('names order and load together when order matters only under load, and clears the rest or leaves it open', () => {
    const observations = campaign('one', ({ load, order }, drawn) => (load === 'short' && order === 'start-first' && drawn > 0.3 ? 1 : 0));
    expect(found(observations, 'load', 'order')?.verdict).toBe('implicated');
    expect([found(observations, 'deployer')?.verdict, found(observations, 'clone')?.verdict]).toEqual(['exonerated', 'exonerated']);
    expect(attributionSentences(attributionOf(observations, names))[0]).toMatch(/^Implicated: load × order: the difference between/);
  });

  it('implicates something wrongly in at most one campaign in twenty, however the drawn loads move the rates', () => {
    const wrong = Array.from({ length: 60 }, (_, sim) => attributionOf(campaign(`null ${String(sim)}`, (_cell, load) => 0.1 + 0.6 * load), names).some(({ verdict }) => verdict === 'implicated'));
    expect(wrong.filter(Boolean).length).toBeLessThanOrEqual(6);
  });

  it('finds order × load nearly always when half of those upgrades drift', () => {
    const right = Array.from({ length: 30 }, (_, sim) => found(campaign(`power ${String(sim)}`, ({ load, order }) => (load === 'short' && order === 'start-first' ? 0.5 : 0)), 'load', 'order')?.verdict === 'implicated');
    expect(right.filter(Boolean).length).toBeGreaterThanOrEqual(27);
  });

  it('holds the true difference in its interval', () => {
    const held = Array.from({ length: 60 }, (_, sim) => {
      const one = found(campaign(`cover ${String(sim)}`, ({ order }) => (order === 'start-first' ? 0.5 : 0.2)), 'order');
      const sign = one?.a === 'start-first' ? 1 : -1;
      return (one?.low ?? 1) <= 0.3 * sign && 0.3 * sign <= (one?.high ?? -1);
    });
    expect(held.filter(Boolean).length).toBeGreaterThanOrEqual(56);
  });

  it('exonerates nothing for want of trials', () => {
    const few = campaign('few', () => 0).filter(({ block }) => block === 1);
    expect(attributionOf(few, names).filter(({ factors: of }) => of.length === 1).map(({ verdict }) => verdict)).not.toContain('exonerated');
  });

  it('survives cells that are empty', () => {
    const holes = campaign('holes', () => 0.3).filter((_, index) => index % 5 !== 0);
    for (const { p, difference } of attributionOf(holes, names)) {
      expect(p).toBeGreaterThan(0);
      expect(Math.abs(difference)).toBeLessThanOrEqual(2);
    }
  });

  it('leaves out a factor of which only one level was run', () => {
    expect(found(campaign('one level', () => 0.3).filter(({ factors: { deployer } }) => deployer === 'stack'), 'deployer')).toBeUndefined();
  });
});

describe('the sign test', () => {
  it('is the exact sign test of McNemar for differences of one', () => {
    expect(signFlip([1, 1, 1, 1, 1, 1, 0, 0])).toBeCloseTo(2 / 64, 12);
    expect(signFlip([1, 1, 1, 1, -1])).toBeCloseTo(2 * 6 / 32, 12);
    expect(signFlip([])).toBe(1);
  });

  it('is what counting every choice of signs gives', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 9 }), (amounts) => {
      const seen = Math.abs(amounts.reduce((sum, amount) => sum + amount, 0));
      const sums = Array.from({ length: 2 ** amounts.length }, (_, choice) => amounts.reduce((sum, amount, index) => sum + (Math.floor(choice / 2 ** index) % 2 === 0 ? 1 : -1) * Math.abs(amount), 0));
      expect(signFlip(amounts)).toBeCloseTo(sums.filter((sum) => Math.abs(sum) >= seen).length / sums.length, 10);
    }));
  });
});
