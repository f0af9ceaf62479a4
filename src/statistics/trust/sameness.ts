// Two arms that are the same thing: where they seem to differ, the lab itself is at fault. One such campaign
// shows little; all of them together show it sooner or later, by an e-value that may be looked at after every
// one.
import { fisher } from '../two-arms/fisher.js';
import { incrementsOf } from '../two-arms/paired-walk.js';
import { scoreOf } from '../two-arms/walk-pairs.js';
import type { PairCounts, Trust } from '../summary.js';
import type { Count } from '../../scenario/scenario.js';
import { eventOf } from '../event.js';
import type { TrialResult } from '../trial-result.js';

type Sameness = NonNullable<Trust['sameness']>;

const noPairs: PairCounts = { both: 0, firstOnly: 0, secondOnly: 0, neither: 0 };
/** By chance at most one campaign in so many raises an alarm. */
const campaignAlarm = 0.01;
/** By chance at most one lab in so many ever raises it. */
const everAlarm = 100;
/** The rates of the two arms, should they differ. */
const alternatives = [
  { a: 0.5, b: 0.05 },
  { a: 0.5, b: 0.125 },
  { a: 0.5, b: 0.25 },
];

interface TwiceRun {
  readonly count: Count;
  readonly trials: readonly { readonly id: string; readonly arm: string; readonly block: number }[];
  readonly results: ReadonlyMap<string, TrialResult>;
  /** All trials are over. */
  readonly over: boolean;
}

/**
 * Null while an arm has no valid trial. Fisher's test waits until all trials are over; the pairs may be read
 * at any time.
 */
export function samenessOf(
  { count, trials, results, over }: TwiceRun,
  [a, b]: readonly [string, string],
): Sameness | null {
  const valid = trials.flatMap(({ id, arm, block }) => {
    const result = results.get(id);
    const failed = result === undefined ? null : eventOf(count, result);
    return failed === null ? [] : [{ arm, block, failed }];
  });
  const [ofA, ofB] = [valid.filter(({ arm }) => arm === a), valid.filter(({ arm }) => arm === b)];
  if (ofA.length === 0 || ofB.length === 0) return null;
  const counted = (own: typeof valid): { readonly k: number; readonly n: number } => ({
    k: own.filter(({ failed }) => failed).length,
    n: own.length,
  });
  const p = over ? fisher(counted(ofA), counted(ofB)).twoSided : null;
  const pairs = ofA.flatMap((first) => {
    const second = ofB.find(({ block }) => block === first.block);
    return second === undefined ? [] : [pairOf(first.failed, second.failed)];
  });
  return { a, b, p, alarm: p !== null && p < campaignAlarm, pairs: summedPairs(pairs) };
}

function pairOf(first: boolean, second: boolean): PairCounts {
  return { ...noPairs, [first ? (second ? 'both' : 'firstOnly') : second ? 'secondOnly' : 'neither']: 1 };
}

export function summedPairs(pairs: readonly PairCounts[]): PairCounts {
  return pairs.reduce(
    (sum, pair) => ({
      both: sum.both + pair.both,
      firstOnly: sum.firstOnly + pair.firstOnly,
      secondOnly: sum.secondOnly + pair.secondOnly,
      neither: sum.neither + pair.neither,
    }),
    noPairs,
  );
}

export interface EverSame {
  readonly pairs: number;
  readonly eValue: number;
  readonly alarm: boolean;
}

/**
 * The evidence of all pairs that the two arms differ: the mean e-value (Turner, Ly and Grünwald) over three
 * sizes of a difference in either direction. While they are the same it ever reaches 100 with a probability
 * of 1 % at most, however often it is looked at.
 */
export function everSame({ both, firstOnly, secondOnly, neither }: PairCounts): EverSame {
  const pairs = both + firstOnly + secondOnly + neither;
  const scores = alternatives.flatMap((design) => {
    const increments = incrementsOf(design);
    return [
      scoreOf(increments, pairs, both + firstOnly, both + secondOnly),
      scoreOf(increments, pairs, both + secondOnly, both + firstOnly),
    ];
  });
  const eValue = scores.reduce((sum, score) => sum + Math.exp(score), 0) / scores.length;
  return { pairs, eValue, alarm: eValue >= everAlarm };
}
