// What a campaign shows of its checks, in words: a row a check, a cell for each way in which upgrades ended.
import { formatDuration } from '../base/units.js';
import type { CheckSummary, Truth } from '../statistics/check-summary.js';
import type { Rate } from '../statistics/summary.js';
import { checkJudgements } from '../verdict/check-verdict.js';
import { rateInShort } from './words.js';

export interface CheckTable {
  /** How upgrades ended, in the order of the vocabulary. */
  readonly truths: readonly Truth[];
  readonly rows: readonly CheckTableRow[];
}

export interface CheckTableRow {
  readonly name: string;
  /** One for each of the truths: `right 3`, `missed 2, late 1`; empty where no such trial judged it. */
  readonly cells: readonly string[];
  /** `3 of 9, 33 % [12, 65]`; `none to miss`. */
  readonly missed: string;
  readonly falseAlarms: string;
  /** Median, and the longest: `7.6 s, 12.7 s at most`. */
  readonly answers: string;
}

/** Null for a campaign without checks. */
export function checkTable(checks: readonly CheckSummary[] | undefined): CheckTable | null {
  if (checks === undefined || checks.length === 0) return null;
  const found = new Set(checks.flatMap(({ truths }) => truths.map(({ truth }) => truth)));
  const truths = [...found];
  return {
    truths,
    rows: checks.map(({ name, truths: own, missed, falseAlarms, answerMs }) => ({
      name,
      cells: truths.map((truth) => tallied(own.find((one) => one.truth === truth)?.judgements ?? {})),
      missed: rateText(missed, 'nothing to miss'),
      falseAlarms: rateText(falseAlarms, 'nothing held'),
      answers:
        answerMs === null
          ? 'no answer'
          : `${formatDuration(answerMs.median)}, ${formatDuration(answerMs.max)} at most`,
    })),
  };
}

function tallied(judgements: CheckSummary['judgements']): string {
  return checkJudgements
    .flatMap((judgement) => {
      const count = judgements[judgement];
      return count === undefined ? [] : [`${judgement.replace('-', ' ')} ${String(count)}`];
    })
    .join(', ');
}

function rateText(rate: Rate | null, none: string): string {
  return rate === null ? none : `${String(rate.k)} of ${String(rate.n)}, ${rateInShort(rate)}`;
}
