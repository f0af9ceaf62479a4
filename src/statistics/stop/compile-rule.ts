// From the question of a scenario to the rule that is stored in the plan.
import type { StopRule } from '../../plan/stop-rule.js';
import type { Until } from '../../scenario/scenario.js';
import { compileOneArm } from '../one-arm/one-arm-plan.js';
import { compilePairs } from '../two-arms/paired-walk.js';

/**
 * The most trials, as a multiple of the design with a fixed number: less makes every campaign longer on
 * average, more only the longest ones.
 */
const capFactor = 1.25;
/** One odd failure never decides. */
const rejectMin = 2;
/** Probability of finding the difference that is looked for when it is there. */
const power = 0.9;

/** `hash`: SHA-256 of a text as hex. @throws LabError `bad-input` when no plan tells the rates apart. */
export function compileRule(until: Until, hash: (text: string) => string): StopRule {
  if (until.question === 'decided') return compilePairRule(until, hash);
  const { question, arm, causes, high, low, error } = until;
  const plan = compileOneArm({ p0: low, p1: high, alpha: error, beta: error, capFactor, rejectMin });
  return { question, arm, causes, ...plan, sha256: hash(JSON.stringify([plan.accept, plan.reject])) };
}

function compilePairRule(
  { a, b, causes, high, low, error }: Extract<Until, { question: 'decided' }>,
  hash: (text: string) => string,
): StopRule {
  const plan = compilePairs({ a: high, b: low, alpha: error, power, capFactor });
  const { upper, futility, finalUpper, cap, increments } = plan;
  return {
    question: 'decided',
    a,
    b,
    causes,
    ...plan,
    sha256: hash(JSON.stringify([upper, futility, finalUpper, cap, increments])),
  };
}
