// One arm against its table: the shortest prefix in launch order that decides.
import type { OneArmRule } from '../../plan/stop-rule.js';
import { decideOneArm, stagewiseInterval, trialsStillNeeded } from '../one-arm/one-arm-plan.js';
import { confidence } from '../rate.js';
import type { Decision } from '../summary.js';
import { isValid, type TrialResult } from '../trial-result.js';
import { besideOf, driftedBy } from './signature.js';
import type { Launched } from './launched.js';
import { invalidInWords, tooManyInvalid } from './validity.js';

/** `launched`: the arm's trials in launch order. */
export function decideArm(rule: OneArmRule, launched: readonly Launched[]): Decision {
  const { entered, failures } = prefixOf(rule, launched);
  const { decision, n, k } = decideOneArm(rule, failures);
  const invalid = entered.length - failures.length;
  const reason = decision === null ? (tooManyInvalid(invalid, entered.length) ? invalidInWords(invalid, entered.length) : null) : vetoOf(rule, entered, decision);
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
    invalid,
    interval: decision === null ? null : { ...stagewiseInterval(rule, { n, k }, confidence), confidence, method: 'stagewise' },
    threshold: null,
    needed: trialsStillNeeded(rule, n, k),
    fixed: rule.fixed.n,
    ...besideOf(rule.causes, entered.flatMap(({ result }) => result ?? [])),
    ignored: launched.slice(entered.length).flatMap(({ trial, result }) => (result === null ? [] : [trial])),
  };
}

interface Prefix {
  readonly entered: readonly Launched[];
  readonly failures: readonly boolean[];
}

/** Up to the trial that decides, or up to the first that has not ended. */
function prefixOf(rule: OneArmRule, launched: readonly Launched[]): Prefix {
  const entered: Launched[] = [];
  const failures: boolean[] = [];
  for (const one of launched) {
    if (one.result === null) break;
    entered.push(one);
    if (isValid(one.result)) failures.push(isFailure(rule, one.result));
    if (decideOneArm(rule, failures).decision !== null || tooManyInvalid(entered.length - failures.length, entered.length)) break;
  }
  return { entered, failures };
}

/** Whether it reproduces is a question of drift; a fix has to hold, and not only to keep its label. */
function isFailure({ question, causes }: OneArmRule, result: TrialResult): boolean {
  return question === 'reproduced' ? driftedBy(causes, result) : result.mark !== 'h';
}

function wordOf({ question }: OneArmRule, decision: 'pass' | 'fail' | null): Decision['answer'] {
  if (decision === null) return null;
  if (question === 'reproduced') return decision === 'fail' ? 'reproduced' : 'not-reproduced';
  return decision;
}

/** A pass stands only if it does not turn into its opposite when every trial that showed nothing is counted as a failure. */
function vetoOf(rule: OneArmRule, entered: readonly Launched[], decision: 'pass' | 'fail'): string | null {
  const worst = entered.map(({ result }) => result === null || !isValid(result) || isFailure(rule, result));
  const invalid = entered.filter(({ result }) => result === null || !isValid(result)).length;
  if (decision === 'fail' || invalid === 0 || decideOneArm(rule, worst).decision !== 'fail') return null;
  return `it would be the other way round if the ${String(invalid)} trials that showed nothing had all failed`;
}
