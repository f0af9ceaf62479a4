// Trials of a factorial campaign that differ in one factor alone, or in two: same block, and so the same
// drawn load, same levels of all other factors. What is left between them is the factor and chance.

/** A valid trial. */
export interface Observation {
  readonly block: number;
  readonly factors: Readonly<Record<string, string>>;
  readonly failed: boolean;
}

/** Levels of a factor in the order in which they occur. */
export function levelsOf(observations: readonly Observation[], factor: string): readonly string[] {
  return [...new Set(observations.flatMap(({ factors }) => factors[factor] ?? []))];
}

/** Every pair of two, the earlier first. */
export function pairsOf<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));
}

/**
 * Groups of trials that are alike but for the named factors: level (or levels, joined) -> the trial's
 * outcome.
 */
export function matchedBut(
  observations: readonly Observation[],
  named: readonly string[],
): readonly ReadonlyMap<string, boolean>[] {
  const groups = new Map<string, Map<string, boolean>>();
  for (const { block, factors, failed } of observations) {
    const rest = Object.entries(factors)
      .filter(([factor]) => !named.includes(factor))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([block, rest]);
    const group = groups.get(key) ?? new Map<string, boolean>();
    group.set(placeOf(named.map((factor) => factors[factor] ?? '')), failed);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function placeOf(levels: readonly string[]): string {
  return JSON.stringify(levels);
}
