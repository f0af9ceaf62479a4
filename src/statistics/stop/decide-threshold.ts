// A search for the load at which half of the upgrades fail: what is known, whether it is enough, and where to
// look next.
import type { ThresholdRule } from '../../plan/stop-rule.js';
import type { Count } from '../../scenario/scenario.js';
import type { Decision } from '../answer.js';
import { isotonicThreshold } from '../threshold/isotonic.js';
import { threshold, type LevelOutcome } from '../threshold/threshold.js';
import type { Launched } from './launched.js';
import { besideOf } from './signature.js';
import { launchesOf, tooManyInvalid, invalidInWords } from './validity.js';

export function decideThreshold(rule: ThresholdRule, launched: readonly Launched[], count: Count): Decision {
  const ended = launched.filter(({ result }) => result !== null);
  const outcomes = outcomesOf(rule, ended);
  const { estimate } = threshold(rule.levels.length, outcomes);
  const [n, invalid] = [outcomes.length, ended.length - outcomes.length];
  const launches = launchesOf(ended);
  const { low, high, outside } = estimate;
  const enough =
    n >= rule.trialsMax ||
    (outside === null && high - low <= rule.widthTarget && n >= 2 * rule.levels.length - 2);
  const reason = tooManyInvalid(launches) ? invalidInWords(launches) : null;
  const isotonic = isotonicThreshold(
    rule.levels.map((_, x) => ({
      x,
      k: outcomes.filter(({ level, failed }) => level === x && failed).length,
      n: outcomes.filter(({ level }) => level === x).length,
    })),
  );
  const inBytes = (x: number): number => Math.round(amountAt(rule, x));
  return {
    question: 'half-fails',
    arm: rule.of,
    against: null,
    answer: reason !== null ? 'cannot-tell' : !enough ? null : outside === null ? 'found' : 'outside',
    reason,
    final: reason !== null || enough,
    design: { low: 0.5, high: 0.5, error: 0.1 },
    n,
    k: outcomes.filter(({ failed }) => failed).length,
    invalid,
    interval: null,
    threshold: {
      mean: inBytes(estimate.mean),
      low: inBytes(low),
      high: inBytes(high),
      confidence: 0.9,
      outside,
      tested: { low: inBytes(0), high: inBytes(rule.levels.length - 1) },
      isotonic: isotonic === null ? null : inBytes(isotonic),
      agrees: isotonic === null ? null : Math.abs(isotonic - estimate.mean) <= (high - low) / 2,
    },
    needed: { clean: 0, worst: enough ? 0 : rule.trialsMax - n },
    fixed: rule.trialsMax,
    ...besideOf(
      count,
      ended.flatMap(({ result }) => result ?? []),
    ),
    ignored: [],
  };
}

function outcomesOf(rule: ThresholdRule, ended: readonly Launched[]): readonly LevelOutcome[] {
  return ended.flatMap(({ arm, failed }) => {
    const level = rule.levels.findIndex((one) => one.arm === arm);
    return failed === null || level === -1 ? [] : [{ level, failed }];
  });
}

/** Bytes at a place between levels or beyond them. */
function amountAt({ levels }: ThresholdRule, x: number): number {
  const [first, last] = [levels[0]?.amount ?? 0, levels.at(-1)?.amount ?? 0];
  return first + (x * (last - first)) / (levels.length - 1);
}

/**
 * The level of the next trial when `launched` have been launched, ended or not; null once every level has had
 * all its trials. `left`: trials that each level has left.
 */
export function nextLevel(
  rule: ThresholdRule,
  launched: readonly Launched[],
  left: readonly number[],
): number | null {
  const anchor = launched.length % rule.anchorEvery === rule.anchorEvery - 1;
  const { next } = threshold(rule.levels.length, outcomesOf(rule, launched));
  const wanted = anchor ? 0 : next;
  const free = left.flatMap((count, level) => (count > 0 ? [level] : []));
  return free.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? null;
}
