// Does the machine, or whatever else it may be, change in the course of a campaign? The rank-sum test of when
// trials drifted: were nothing to change, drifted trials would be as likely to come early as late.
import { drawnSum } from './drawn-sum.js';

/**
 * Two-sided p value; `outcomes` in launch order, true where it drifted. Null where one outcome is all there
 * is.
 */
export function driftOverTime(outcomes: readonly boolean[]): number | null {
  const placesOf = (wanted: boolean): readonly number[] =>
    outcomes.flatMap((failed, index) => (failed === wanted ? [index] : []));
  const [picked, others] = [placesOf(true), placesOf(false)];
  return picked.length === 0 || others.length === 0 ? null : drawnSum([{ picked, others }]);
}
