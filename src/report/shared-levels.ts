// What cells of a factorial campaign have in common, so that a line can speak of many of them without naming
// each.
import type { ArmSummary } from '../statistics/summary.js';

type Cell = Pick<ArmSummary, 'factors'>;

/** More arms than this are told of together. */
const namedMax = 8;

/** Whether arms are so many, and made by factors, that lines speak of levels instead of arms. */
export function toldByLevels(arms: readonly Cell[]): boolean {
  return arms.length > namedMax && Object.keys(arms[0]?.factors ?? {}).length > 1;
}

/**
 * `load=short, order=start-first (6 of 24 cells)`: levels that all of `some` have and not all of `all`; the
 * count alone where there is none.
 */
export function sharedLevels(some: readonly Cell[], all: readonly Cell[]): string {
  const count = `${String(some.length)} of ${String(all.length)} cells`;
  const levels = Object.entries(some[0]?.factors ?? {}).filter(([factor, level]) => {
    const has = ({ factors }: Cell): boolean => factors[factor] === level;
    return some.every(has) && !all.every(has);
  });
  return levels.length === 0 ? count : `${levels.map((pair) => pair.join('=')).join(', ')} (${count})`;
}
