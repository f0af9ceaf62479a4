import { describe, expect, it } from 'vitest';
import { fisher } from '../../../src/statistics/two-arms/fisher.js';
import { rejectionOf, tailsOf, worstSize } from '../../../src/statistics/two-arms/rejection.js';
import { worstOverRates } from '../../../src/statistics/two-arms/worst-over-rates.js';
import { expectNear } from '../reference/read.js';

/** Logarithms of how many orders count, by failures among `trials`; of the totals that are left out none does. */
function logOrders(trials: number, orders: Readonly<Record<number, number>>): Float64Array {
  return Float64Array.from({ length: trials + 1 }, (_, failures) => Math.log(orders[failures] ?? 0));
}

describe('tables that are extreme', () => {
  const sizes = { a: 7, b: 4 };
  const tails = tailsOf(sizes);

  it("are known by Fisher's one-sided p value, of every table", () => {
    for (let x = 0; x <= sizes.a; x++)
      for (let y = 0; y <= sizes.b; y++)
        expectNear(
          tails.atLeast[x + y]?.[x - Math.max(0, x + y - sizes.b)] ?? NaN,
          fisher({ k: x, n: sizes.a }, { k: y, n: sizes.b }).greater,
          1e-12,
        );
  });

  it.each([0.001, 0.01, 0.05, 0.2, 0.7])('are those with a p value of %f at most, and no other', (limit) => {
    const { from, probability } = rejectionOf(tails, limit);
    for (let total = 0; total <= sizes.a + sizes.b; total++) {
      const possible = Array.from({ length: sizes.a + 1 }, (_, x) => x).filter(
        (x) => x <= total && total - x <= sizes.b,
      );
      const p = (x: number): number => fisher({ k: x, n: sizes.a }, { k: total - x, n: sizes.b }).greater;
      const first = possible.find((x) => p(x) <= limit);
      expect(from[total]).toBe(first ?? (possible.at(-1) ?? NaN) + 1);
      expectNear(probability[total] ?? NaN, first === undefined ? 0 : p(first), 1e-12);
    }
  });

  it('count at the limit itself, and no more than rounding above it', () => {
    const { greater } = fisher({ k: 4, n: 7 }, { k: 0, n: 4 });
    const fewest = (limit: number): number | undefined => rejectionOf(tails, limit).from[4];
    expect([greater, greater * (1 - 1e-10), greater * (1 - 1e-8)].map(fewest)).toEqual([4, 4, 5]);
  });

  it('occur most often at the rate that is worst for them', () => {
    const rejection = rejectionOf(tails, 0.05);
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    const sizeAt = (rate: number): number =>
      Array.from(rejection.probability).reduce(
        (sum, one, total) => sum + one * choose(11, total) * rate ** total * (1 - rate) ** (11 - total),
        0,
      );
    const rates = Array.from({ length: 99_999 }, (_, index) => (index + 1) / 100_000);
    expectNear(worstSize(rejection), Math.max(...rates.map(sizeAt)), 1e-8);
  });
});

describe('the probability at the worst common rate', () => {
  it.each([
    [20, 3],
    [20, 10],
    [17, 16],
    [997, 401],
    [2000, 3],
    [2000, 1999],
  ])('of one order of %i outcomes with %i failures is that at its own rate', (trials, failures) => {
    const rate = failures / trials;
    expectNear(
      Math.log(worstOverRates(logOrders(trials, { [failures]: 1 }))),
      failures * Math.log(rate) + (trials - failures) * Math.log(1 - rate),
      1e-9,
    );
  });

  it.each([
    [{ 2: 190, 18: 150 }, 2],
    [{ 2: 150, 18: 190 }, 18],
    [{ 2: 190, 10: 80_000 }, 2],
    [{ 2: 190, 10: 184_756 }, 2],
    [{ 1: 5, 10: 90_000 }, 1],
    [{ 1: 5, 10: 110_000 }, 10],
  ])('is at the highest of several hills: %j', (orders, highest) => {
    const all = worstOverRates(logOrders(20, orders));
    const rates = Array.from({ length: 19_999 }, (_, index) => (index + 1) / 20_000);
    const byForce = rates.map((rate) =>
      Object.entries(orders).reduce(
        (sum, [failures, ways]) =>
          sum + ways * rate ** Number(failures) * (1 - rate) ** (20 - Number(failures)),
        0,
      ),
    );
    expectNear(all, Math.max(...byForce), 1e-7);
    expect(Math.abs((rates[byForce.indexOf(Math.max(...byForce))] ?? NaN) - highest / 20)).toBeLessThan(0.05);
  });

  it('is 0 where no order counts, and 1 where each does', () => {
    expect(worstOverRates(logOrders(9, {}))).toBe(0);
    const choose = (k: number): number => (k === 0 ? 1 : (choose(k - 1) * (10 - k)) / k);
    const each = Object.fromEntries(Array.from({ length: 10 }, (_, k) => [k, choose(k)]));
    expectNear(worstOverRates(logOrders(9, each)), 1, 1e-12);
  });
});
