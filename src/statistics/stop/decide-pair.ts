// Two arms in pairs, a block each, against the limits of their walk. A pair with a trial that showed nothing
// counts for nothing.
import type { PairRule } from '../../plan/stop-rule.js';
import type { Count } from '../../scenario/scenario.js';
import type { Decision } from '../answer.js';
import { decidePairs } from '../two-arms/paired-walk.js';
import type { Launched } from './launched.js';
import { besideOf } from './signature.js';
import { invalidInWords, launchesOf, tooManyInvalid } from './validity.js';

interface Pair {
  readonly trials: readonly Launched[];
  /** Whether the trial of each arm failed; null when one of the two showed nothing. */
  readonly failed: { readonly a: boolean; readonly b: boolean } | null;
}

/** `launched` in launch order: a block has one trial of each arm. */
export function decidePair(rule: PairRule, launched: readonly Launched[], count: Count): Decision {
  const pairs = prefixOf(rule, launched);
  const outcomes = pairs.map(({ failed }) => failed);
  const { decision, pairs: n } = decidePairs(rule, outcomes);
  const entered = pairs.flatMap(({ trials }) => trials);
  const launches = launchesOf(entered);
  const reason = decision === null && tooManyInvalid(launches) ? invalidInWords(launches) : null;
  const counted = outcomes.flatMap((failed) => failed ?? []);
  const rest = launched.filter((one) => !entered.includes(one));
  return {
    question: 'decided',
    arm: rule.a,
    against: { arm: rule.b, k: counted.filter(({ b }) => b).length },
    answer: reason !== null ? 'cannot-tell' : decision,
    reason,
    final: decision !== null || reason !== null || rest.length === 0,
    design: { low: rule.design.b, high: rule.design.a, error: rule.design.alpha },
    n,
    k: counted.filter(({ a }) => a).length,
    invalid: outcomes.filter((failed) => failed === null).length,
    interval: null,
    threshold: null,
    needed: { clean: 0, worst: decision === null ? rule.cap - n : 0 },
    fixed: rule.fixed.n,
    ...besideOf(
      count,
      entered.flatMap(({ result }) => result ?? []),
    ),
    ignored: rest.flatMap(({ trial, result }) => (result === null ? [] : [trial])),
  };
}

/** Whole pairs up to the one that decides, or up to the first in which a trial has not ended. */
function prefixOf(rule: PairRule, launched: readonly Launched[]): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const block of new Set(launched.map((one) => one.block))) {
    const ofBlock = launched.filter((one) => one.block === block);
    if (ofBlock.some(({ result }) => result === null)) break;
    pairs.push(pairOf(rule, ofBlock));
    if (
      decidePairs(
        rule,
        pairs.map(({ failed }) => failed),
      ).decision !== null ||
      tooManyInvalid(launchesOf(pairs.flatMap(({ trials }) => trials)))
    )
      break;
  }
  return pairs;
}

function pairOf({ a, b }: PairRule, trials: readonly Launched[]): Pair {
  const [ofA, ofB] = [a, b].map((name) => trials.find(({ arm }) => arm === name)?.failed);
  return { trials, failed: ofA == null || ofB == null ? null : { a: ofA, b: ofB } };
}
