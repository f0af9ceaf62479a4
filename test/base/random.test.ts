import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { randomFrom } from '../../src/base/random.js';

describe('seeded random numbers', () => {
  it('are the same for the same seed and labels, on every machine', () => {
    const random = randomFrom(4211, 'block', '1');
    expect([random.unit(), random.integer(0, 999), random.integer(0, 999)]).toMatchInlineSnapshot(`
      [
        0.7204439723864198,
        650,
        952,
      ]
    `);
  });

  it('differ between labels', () => {
    const draws = ['a', 'b', 'c'].map((label) => randomFrom(1, label).unit());
    expect(new Set(draws).size).toBe(3);
  });

  it('stay inside their bounds, and a shuffle keeps every item', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.nat(100),
        fc.array(fc.nat()),
        (seed, low, span, items) => {
          const random = randomFrom(seed);
          const drawn = random.integer(low, low + span);
          expect(drawn).toBeGreaterThanOrEqual(low);
          expect(drawn).toBeLessThanOrEqual(low + span);
          expect([...random.shuffled(items)].sort()).toEqual([...items].sort());
        },
      ),
    );
  });

  it('fall evenly', () => {
    const random = randomFrom(7);
    const draws = Array.from({ length: 8000 }, () => random.integer(0, 3));
    for (const face of [0, 1, 2, 3])
      expect(Math.abs(draws.filter((draw) => draw === face).length - 2000)).toBeLessThan(200);
  });
});
