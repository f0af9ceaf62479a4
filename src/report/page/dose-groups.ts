// Trials by how much load they got: levels where a campaign has levels, else neighbouring trials in groups
// of one size, each with its rate. Too few trials make no group, because a rate of three says nothing.
import { rateOf } from '../../statistics/rate.js';
import type { Rate } from '../../statistics/summary.js';
import type { TrialRow } from '../trial-rows.js';

export interface DosedTrial {
  readonly row: TrialRow;
  /** What was measured, or where nothing was what was asked for. */
  readonly amount: number;
  readonly failed: boolean;
}

export interface DoseGroup {
  readonly from: number;
  readonly to: number;
  readonly rate: Rate;
}

const groupMin = 8;
const groupsMax = 6;
const levelsMax = 12;
const levelMin = 3;

/** Valid trials by the amount of their first load. */
export function dosedTrials(rows: readonly TrialRow[]): readonly DosedTrial[] {
  return rows
    .flatMap((row) => {
      const [dose] = row.doses;
      if (dose === undefined || (row.mark !== 'd' && row.mark !== 'x' && row.mark !== 'h')) return [];
      return [{ row, amount: dose.achieved ?? dose.target, failed: row.mark !== 'h' }];
    })
    .sort((a, b) => a.amount - b.amount);
}

/**
 * A group for every amount that was asked for, however few trials it has: a search asks where most is to be
 * learnt.
 */
export function levelGroups(trials: readonly DosedTrial[]): readonly DoseGroup[] {
  return targetsOf(trials).flatMap((target) =>
    groupOf(trials.filter(({ row }) => row.doses[0]?.target === target)),
  );
}

function targetsOf(trials: readonly DosedTrial[]): readonly number[] {
  return [...new Set(trials.map(({ row }) => row.doses[0]?.target ?? 0))].sort((a, b) => a - b);
}

export function doseGroups(trials: readonly DosedTrial[]): readonly DoseGroup[] {
  const levels = targetsOf(trials).length;
  if (levels <= levelsMax && trials.length >= levelMin * levels) return levelGroups(trials);
  const count = Math.min(groupsMax, Math.floor(trials.length / groupMin));
  if (count < 2) return [];
  return Array.from({ length: count }, (_, index) =>
    trials.slice(
      Math.round((index * trials.length) / count),
      Math.round(((index + 1) * trials.length) / count),
    ),
  ).flatMap(groupOf);
}

function groupOf(trials: readonly DosedTrial[]): readonly DoseGroup[] {
  const rate = rateOf(trials.filter(({ failed }) => failed).length, trials.length);
  const [from, to] = [trials[0]?.amount, trials.at(-1)?.amount];
  return rate === null || from === undefined || to === undefined ? [] : [{ from, to, rate }];
}
