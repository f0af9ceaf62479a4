// Two arms in pairs, a block each, against the limits of their walk. A pair with a trial that showed nothing counts for nothing.
import type { PairRule } from '../../plan/stop-rule.js';
import type { Decision } from '../summary.js';
import { isValid } from '../trial-result.js';
import { decidePairs } from '../two-arms/paired-walk.js';
import type { Launched } from './launched.js';
import { besideOf, driftedBy } from './signature.js';
import { invalidInWords, tooManyInvalid } from './validity.js';

interface Pair {
  readonly trials: readonly string[];
  /** Whether each arm drifted; null when one of the two showed nothing. */
  readonly drifted: { readonly a: boolean; readonly b: boolean } | null;
}

/** `launched` in launch order: a block has one trial of each arm. */
export function decidePair(rule: PairRule, launched: readonly Launched[]): Decision {
  const pairs = prefixOf(rule, launched);
  const outcomes = pairs.map(({ drifted }) => drifted);
  const { decision, pairs: n } = decidePairs(rule, outcomes);
  const invalid = outcomes.filter((drifted) => drifted === null).length;
  const reason = decision === null && tooManyInvalid(invalid, pairs.length) ? invalidInWords(2 * invalid, 2 * pairs.length) : null;
  const counted = outcomes.flatMap((drifted) => drifted ?? []);
  const entered = new Set(pairs.flatMap(({ trials }) => trials));
  const rest = launched.filter(({ trial }) => !entered.has(trial));
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
    invalid,
    interval: null,
    threshold: null,
    needed: { clean: 0, worst: decision === null ? rule.cap - n : 0 },
    fixed: rule.fixed.n,
    ...besideOf(rule.causes, launched.flatMap(({ trial, result }) => (result !== null && entered.has(trial) ? [result] : []))),
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
    const outcomes = pairs.map(({ drifted }) => drifted);
    if (decidePairs(rule, outcomes).decision !== null || tooManyInvalid(outcomes.filter((drifted) => drifted === null).length, pairs.length)) break;
  }
  return pairs;
}

function pairOf({ a, b, causes }: PairRule, ofBlock: readonly Launched[]): Pair {
  const trials = ofBlock.map(({ trial }) => trial);
  const [ofA, ofB] = [a, b].map((name) => ofBlock.find(({ arm }) => arm === name)?.result ?? null);
  if (!ofA || !ofB || !isValid(ofA) || !isValid(ofB)) return { trials, drifted: null };
  return { trials, drifted: { a: driftedBy(causes, ofA), b: driftedBy(causes, ofB) } };
}
