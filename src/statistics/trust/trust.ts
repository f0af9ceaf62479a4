// Whether a campaign's own course speaks against its numbers: clusters, change over time, too many trials
// that showed nothing, or more of them in one arm than in another. All of it warns; what protects is the
// order of the plan.
import type { Plan } from '../../plan/plan.js';
import type { Count } from '../../scenario/scenario.js';
import { eventOf } from '../event.js';
import type { Trust } from '../summary.js';
import type { TrialResult } from '../trial-result.js';
import { holm } from '../two-arms/holm.js';
import { isMoreThanAFifth } from '../stop/validity.js';
import { driftOverTime } from './drift-over-time.js';
import { launchesByArm, unevenOf, type LaunchesOf } from './launches.js';
import { runsTest } from './runs-test.js';
import { samenessOf } from './sameness.js';
import { slotAudit } from './slots.js';
import { wearTrend } from './wear-trend.js';

/** p values below this are warned of, after adjustment for the number of arms. */
const alarm = 0.05;
/** Fewer inconclusive launches than this are not warned of. */
const inconclusiveMin = 3;

export interface Course {
  readonly count: Count;
  /** Names of the arms. */
  readonly arms: readonly string[];
  /** Trials were launched in an order that does not depend on their outcomes. */
  readonly ordered: boolean;
  /** All trials are over: before that no test is made, since it would be made again at each look. */
  readonly over: boolean;
  readonly trials: readonly Pick<Plan['trials'][number], 'id' | 'arm' | 'block'>[];
  readonly results: ReadonlyMap<string, TrialResult>;
  /** Arms whose trials find the volumes of earlier ones. */
  readonly kept: readonly string[];
  /** The two arms of a campaign whose arms are the same in everything; null in others. */
  readonly same: readonly [string, string] | null;
}

/** The arm with the smallest p value speaks for each test. */
export function trustOf(course: Course): Trust {
  const { count, ordered, over, results, same } = course;
  const tried = ordered && over ? course.arms.map((arm) => ({ arm, outcomes: outcomesOf(course, arm) })) : [];
  return {
    ...(course.kept.length === 0 ? {} : { kept: course.kept }),
    clustering: clusteringOf(tried),
    change: changeOf(tried),
    wear: ordered && over ? wearTrend(count, [...results.values()]) : null,
    slot: over ? slotAudit(count, [...results.values()]) : null,
    sameness: same === null ? null : samenessOf(course, same),
    inconclusive: inconclusiveOf(course),
  };
}

function inconclusiveOf({ arms, results, over }: Course): Trust['inconclusive'] {
  const launches = launchesByArm(arms, results);
  const [ended, count] = [sumOf(launches, (one) => one.count), sumOf(launches, ({ invalid }) => invalid)];
  return {
    count,
    ended,
    suspect: count >= inconclusiveMin && isMoreThanAFifth(count, ended),
    uneven: over ? unevenOf(launches) : null,
  };
}

interface Tried {
  readonly arm: string;
  readonly outcomes: readonly boolean[];
}

function outcomesOf({ count, trials, results }: Course, name: string): readonly boolean[] {
  return trials
    .filter(({ arm }) => arm === name)
    .flatMap(({ id }) => {
      const result = results.get(id);
      return result === undefined ? [] : (eventOf(count, result) ?? []);
    });
}

function clusteringOf(tried: readonly Tried[]): Trust['clustering'] {
  const found = tried.flatMap(({ arm, outcomes }) => {
    const test = runsTest(outcomes);
    return test === null ? [] : [{ arm, outcomes, ...test }];
  });
  const worst = smallest(found);
  if (worst === null) return null;
  const { arm, outcomes, runs, p } = worst;
  const correlation = lagOne(outcomes);
  const suspect = p < alarm;
  const effective =
    suspect && correlation > 0
      ? Math.max(1, Math.round((outcomes.length * (1 - correlation)) / (1 + correlation)))
      : outcomes.length;
  return { arm, runs, p, correlation, effective, suspect };
}

function changeOf(tried: readonly Tried[]): Trust['change'] {
  const found = tried.flatMap(({ arm, outcomes }) => {
    const p = driftOverTime(outcomes);
    return p === null ? [] : [{ arm, p }];
  });
  const worst = smallest(found);
  return worst === null ? null : { ...worst, suspect: worst.p < alarm };
}

/** The one with the smallest p value, adjusted for all that were tested. */
function smallest<T extends { readonly p: number }>(tests: readonly T[]): T | null {
  const adjusted = holm(tests.map(({ p }) => p));
  const all = tests.map((test, index) => ({ ...test, p: adjusted[index] ?? 1 }));
  return all.reduce<T | null>((least, test) => (least === null || test.p < least.p ? test : least), null);
}

/** Correlation of each outcome with the next. */
function lagOne(outcomes: readonly boolean[]): number {
  const values = outcomes.map(Number);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const around = values.map((value) => value - mean);
  const products = around.slice(1).map((value, index) => value * (around[index] ?? 0));
  const squares = around.reduce((sum, value) => sum + value * value, 0);
  return squares === 0 ? 0 : products.reduce((sum, product) => sum + product, 0) / squares;
}

function sumOf(launches: readonly LaunchesOf[], of: (one: LaunchesOf) => number): number {
  return launches.reduce((sum, one) => sum + of(one), 0);
}
