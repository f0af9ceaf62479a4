import { describe, expect, it } from 'vitest';
import { compareInstants } from '../../src/evidence/instant.js';

const order = (a: string, b: string): number | null => {
  const found = compareInstants(a, b);
  return found === null ? null : Math.sign(found);
};

describe('two instants', () => {
  it('are told apart by a nanosecond, and by whole seconds first', () => {
    expect(order('2026-06-11T00:00:04.000000001Z', '2026-06-11T00:00:04.000000002Z')).toBe(-1);
    expect(order('2026-06-11T00:00:05.000000001Z', '2026-06-11T00:00:04.999999999Z')).toBe(1);
    expect(order('2026-06-11T00:00:05Z', '2026-06-11T00:00:04.999999999Z')).toBe(1);
    expect(order('2026-06-11T00:00:04.999999999Z', '2026-06-11T00:00:05Z')).toBe(-1);
  });

  it('are the same however many digits they are written with, and in whichever zone', () => {
    expect(order('2026-06-11T00:00:04.5Z', '2026-06-11T00:00:04.500000000Z')).toBe(0);
    expect(order('2026-06-11T02:00:04.25+02:00', '2026-06-11T00:00:04.250Z')).toBe(0);
    expect(order('2026-06-10T21:30:04-02:30', '2026-06-11T00:00:04Z')).toBe(0);
    expect(order('2026-06-11T01:59:59+02:00', '2026-06-11T00:00:00Z')).toBe(-1);
  });

  it.each([
    '',
    'yesterday',
    '2026-06-11',
    '2026-06-11T00:00:04',
    '2026-13-11T00:00:04Z',
    'x2026-06-11T00:00:04Z',
    '2026-06-11T00:00:04Zx',
  ])('cannot be compared when one is "%s"', (other) => {
    expect([order(other, '2026-06-11T00:00:04Z'), order('2026-06-11T00:00:04Z', other)]).toEqual([
      null,
      null,
    ]);
  });
});
