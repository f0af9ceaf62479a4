// The counts of each level of each factor, over all cells that have it. In a balanced plan they show what a
// factor does on average; they say nothing of what two factors do together.
import type { ArmSummary, Marginal } from './summary.js';

/**
 * In the order of the factors and their levels; none for plain arms, which are one factor that the arms show
 * already.
 */
export function marginalsOf(arms: readonly ArmSummary[]): readonly Marginal[] {
  const factors = Object.keys(arms[0]?.factors ?? {});
  if (factors.length < 2) return [];
  return factors.flatMap((factor) => {
    const levels = [...new Set(arms.flatMap(({ factors: of }) => of[factor] ?? []))];
    return levels.map((level): Marginal => {
      const cells = arms.filter(({ factors: of }) => of[factor] === level);
      return {
        factor,
        level,
        cells: cells.length,
        k: sum(cells.map(({ event }) => event?.k ?? 0)),
        n: sum(cells.map(({ event }) => event?.n ?? 0)),
      };
    });
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
