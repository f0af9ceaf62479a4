// Whether a campaign's own course speaks against its numbers: clusters, change over time, too many trials that showed nothing, or more of
// them in one arm than in another. All of it warns; what protects is the order of the plan.
import type { Plan } from '../../plan/plan.js';
import type { ArmSummary, Trust } from '../summary.js';
import type { TrialResult } from '../trial-result.js';
import { fisher } from '../two-arms/fisher.js';
import { holm } from '../two-arms/holm.js';
import { tooManyInvalid } from '../stop/validity.js';
import { driftOverTime } from './drift-over-time.js';
import { runsTest } from './runs-test.js';
import { samenessOf } from './sameness.js';
import { slotAudit } from './slots.js';

/** p values below this are warned of, after adjustment for the number of arms. */
const alarm = 0.05;

export interface Course {
  readonly arms: readonly ArmSummary[];
  /** Trials were launched in an order that does not depend on their outcomes. */
  readonly ordered: boolean;
  readonly trials: Plan['trials'];
  readonly results: ReadonlyMap<string, TrialResult>;
  /** The two arms of a campaign whose arms are the same in everything; null in others. */
  readonly same: readonly [string, string] | null;
}

/** The arm with the smallest p value speaks for each test. */
export function trustOf({ arms, ordered, trials, results, same }: Course): Trust {
  const tried = ordered ? arms.map(({ name, sequence }) => ({ arm: name, outcomes: outcomesOf(sequence) })) : [];
  const [ended, count] = [sumOf(arms, ({ trials }) => trials.valid + trials.inconclusive), sumOf(arms, ({ trials }) => trials.inconclusive)];
  return {
    clustering: clusteringOf(tried),
    change: changeOf(tried),
    slot: slotAudit([...results.values()]),
    sameness: same === null ? null : samenessOf(trials, results, same),
    inconclusive: { count, ended, suspect: tooManyInvalid(count, ended), uneven: unevenOf(arms) },
  };
}

interface Tried {
  readonly arm: string;
  readonly outcomes: readonly boolean[];
}

function outcomesOf(sequence: string): readonly boolean[] {
  return sequence.split('').filter((mark) => 'dhx'.includes(mark)).map((mark) => mark === 'd');
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
  const effective = suspect && correlation > 0 ? Math.max(1, Math.round((outcomes.length * (1 - correlation)) / (1 + correlation))) : outcomes.length;
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

/** What keeps trials from showing anything in one arm more often than in another may also bend the comparison. */
function unevenOf(arms: readonly ArmSummary[]): Trust['inconclusive']['uneven'] {
  const rates = arms.map(({ name, trials }) => ({ name, k: trials.inconclusive, n: trials.valid + trials.inconclusive })).filter(({ n }) => n > 0);
  const share = ({ k, n }: { readonly k: number; readonly n: number }): number => k / n;
  const sorted = [...rates].sort((a, b) => share(b) - share(a));
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (most === undefined || least === undefined || share(most) === share(least)) return null;
  const pairs = (rates.length * (rates.length - 1)) / 2;
  const p = Math.min(1, fisher(most, least).twoSided * pairs);
  return p < alarm ? { a: most.name, b: least.name, p } : null;
}

function sumOf(arms: readonly ArmSummary[], of: (arm: ArmSummary) => number): number {
  return arms.reduce((sum, arm) => sum + of(arm), 0);
}
