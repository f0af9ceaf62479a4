// Seeded random numbers: the same seed and labels give the same numbers on every machine (xoroshiro128+ of
// pure-rand).
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly unit: () => number;
  /** Uniform integer in [low, high], both ends included. */
  readonly integer: (low: number, high: number) => number;
  /** A new array with the items in random order (Fisher-Yates). */
  readonly shuffled: <T>(items: readonly T[]) => readonly T[];
}

/** The stream for `seed` and the labels: different labels give independent streams. */
export function randomFrom(seed: number, ...labels: readonly string[]): Random {
  const generator = xoroshiro128plus(hash32([String(seed), ...labels].join('\u0000')) | 0);
  const unit = (): number => (generator.next() >>> 0) / 0x1_0000_0000;
  const integer = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1));
  return {
    unit,
    integer,
    shuffled: (items) => {
      const result = [...items];
      for (let last = result.length - 1; last > 0; last--) {
        const other = integer(0, last);
        const kept = result[last] as (typeof result)[number];
        result[last] = result[other] as (typeof result)[number];
        result[other] = kept;
      }
      return result;
    },
  };
}

/**
 * FNV-1a, 32 bits, over UTF-16 code units, with the finaliser of MurmurHash3 so that near labels give far
 * seeds.
 */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
