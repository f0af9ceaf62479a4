// One arm against its table: the shortest prefix in launch order that decides.
import type { OneArmRule } from '../../plan/stop-rule.js';
import type { Count } from '../../scenario/scenario.js';
import { decideOneArm, stagewiseInterval, trialsStillNeeded } from '../one-arm/one-arm-plan.js';
import type { Decision } from '../answer.js';
import { besideOf } from './signature.js';
import type { Launched } from './launched.js';
import { invalidInWords, launchesOf, tooManyInvalid } from './validity.js';

/** `launched`: the arm's trials in launch order. */
export function decideArm(rule: OneArmRule, launched: readonly Launched[], count: Count): Decision {
  const entered = prefixOf(rule, launched);
  const failures = failuresIn(entered);
  const { decision, n, k } = decideOneArm(rule, failures);
  const launches = launchesOf(entered);
  const reason =
    decision === null
      ? tooManyInvalid(launches)
        ? invalidInWords(launches)
        : null
      : vetoOf(rule, entered, decision);
  return {
    question: rule.question,
    arm: rule.arm,
    against: null,
    answer: reason !== null ? 'cannot-tell' : wordOf(rule, decision),
    reason,
    final: decision !== null || reason !== null || entered.length === launched.length,
    design: { low: rule.design.p0, high: rule.design.p1, error: rule.design.alpha },
    n,
    k,
    invalid: entered.length - failures.length,
    interval: decision === null ? null : boundOf(rule, { n, k }, decision),
    threshold: null,
    needed: trialsStillNeeded(rule, n, k),
    fixed: rule.fixed.n,
    ...besideOf(
      count,
      entered.flatMap(({ result }) => result ?? []),
    ),
    ignored: launched.slice(entered.length).flatMap(({ trial, result }) => (result === null ? [] : [trial])),
  };
}

/** Up to the trial that decides, or up to the first that has not ended. */
function prefixOf(rule: OneArmRule, launched: readonly Launched[]): readonly Launched[] {
  const entered: Launched[] = [];
  for (const one of launched) {
    if (one.result === null) break;
    entered.push(one);
    if (decideOneArm(rule, failuresIn(entered)).decision !== null || tooManyInvalid(launchesOf(entered)))
      break;
  }
  return entered;
}

function failuresIn(entered: readonly Launched[]): readonly boolean[] {
  return entered.flatMap(({ failed }) => failed ?? []);
}

/**
 * What may be claimed after the stop, exact and to one side, with the error that the rule allows: below p1
 * after a pass, above p0 after a fail. By construction the bound of a pass is p1 at most, and that of a fail
 * p0 at least.
 */
function boundOf(
  rule: OneArmRule,
  end: { readonly n: number; readonly k: number },
  decision: 'pass' | 'fail',
): Decision['interval'] {
  const error = decision === 'pass' ? rule.design.beta : rule.design.alpha;
  const { low, high, estimate } = stagewiseInterval(rule, end, 1 - 2 * error);
  const sides =
    decision === 'pass'
      ? { low: 0, high, method: 'stagewise-upper' as const }
      : { low, high: 1, method: 'stagewise-lower' as const };
  return { ...sides, estimate, confidence: 1 - error };
}

function wordOf({ question }: OneArmRule, decision: 'pass' | 'fail' | null): Decision['answer'] {
  if (decision === null) return null;
  if (question === 'reproduced') return decision === 'fail' ? 'reproduced' : 'not-reproduced';
  return decision;
}

/**
 * A pass stands only if it does not turn into its opposite when every trial that showed nothing is counted as
 * a failure.
 */
function vetoOf(rule: OneArmRule, entered: readonly Launched[], decision: 'pass' | 'fail'): string | null {
  const invalid = entered.filter(({ failed }) => failed === null).length;
  const worst = entered.map(({ failed }) => failed ?? true);
  if (decision === 'fail' || invalid === 0 || decideOneArm(rule, worst).decision !== 'fail') return null;
  return (
    `it would be the other way round if the ${String(invalid)} trials that showed nothing had all ` + 'failed'
  );
}
