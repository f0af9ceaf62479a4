// Whether trials on one engine ended otherwise than trials of the same arms on the others. Exact: given how
// many trials of each arm failed, those on one engine are a draw without replacement from each arm (Fisher's
// argument, arm by arm, and the sum of the arms).
import { holm } from '../two-arms/holm.js';
import { marginsOf } from '../two-arms/margins.js';
import { convolved } from './convolved.js';
import type { Trust } from '../summary.js';
import type { Count } from '../../scenario/scenario.js';
import { countedIn, eventOf } from '../event.js';
import type { TrialResult } from '../trial-result.js';

type Slot = NonNullable<Trust['slot']>;

/** Fewer trials on an engine tell nothing of it. */
const trialsMin = 5;
const alarm = 0.05;

/**
 * The engine that differs most, p adjusted for their number; null where no two had trials enough to be set
 * against each other.
 */
export function slotAudit(count: Count, results: readonly TrialResult[]): Slot | null {
  const valid = results.filter((result) => result.engine !== null && eventOf(count, result) !== null);
  const byEngine = groupedBy(valid, ({ engine }) => engine ?? '');
  const all = countsByArm(count, valid);
  const tests = [...byEngine]
    .filter(([, own]) => own.length >= trialsMin && valid.length - own.length >= trialsMin)
    .map(([engine, own]) => ({ engine, ...testOf(count, own, all) }));
  const adjusted = holm(tests.map(({ p }) => p));
  return tests
    .map((test, index) => ({ ...test, p: adjusted[index] ?? 1 }))
    .reduce<Slot | null>(
      (worst, test) => (worst === null || test.p < worst.p ? { ...test, suspect: test.p < alarm } : worst),
      null,
    );
}

type CountsByArm = ReadonlyMap<string, { readonly k: number; readonly n: number }>;

function countsByArm(count: Count, results: readonly TrialResult[]): CountsByArm {
  return new Map([...groupedBy(results, ({ arm }) => arm)].map(([arm, own]) => [arm, countedIn(count, own)]));
}

function testOf(
  count: Count,
  own: readonly TrialResult[],
  all: CountsByArm,
): Omit<Slot, 'engine' | 'suspect'> {
  const here = countsByArm(count, own);
  let sums: readonly number[] = [1];
  let expected = 0;
  for (const [arm, { k, n }] of here) {
    const total = all.get(arm) ?? { k, n };
    const { first, probabilities } = marginsOf({ k, n }, { k: total.k - k, n: total.n - n });
    sums = convolved(sums, [...Array.from({ length: first }, () => 0), ...probabilities]);
    expected += (n * total.k) / total.n;
  }
  const { k } = countedIn(count, own);
  const most = sums.reduce((sum, probability, at) => (at >= k ? sum + probability : sum), 0);
  const least = sums.reduce((sum, probability, at) => (at <= k ? sum + probability : sum), 0);
  return { k, n: own.length, expected, p: Math.min(1, 2 * Math.min(most, least)) };
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
