// A plan's table read against outcomes. The shortest prefix that decides, decides: what comes later changes
// nothing.
import { assertCount } from '../wilson.js';
import type { StopTable } from './one-arm-design.js';

export interface OneArmDecision {
  /** Null while the trials so far do not decide. */
  readonly decision: 'pass' | 'fail' | null;
  /** Trials that count: up to the decision. */
  readonly n: number;
  /** Failures among them. */
  readonly k: number;
}

/**
 * Reads the outcomes of valid trials in launch order (true: it failed); those after a decision are ignored.
 */
export function decideOneArm(plan: StopTable, failures: readonly boolean[]): OneArmDecision {
  let k = 0;
  const most = Math.min(failures.length, plan.accept.length);
  for (let n = 1; n <= most; n += 1) {
    if (failures[n - 1] === true) k += 1;
    const decision = decisionAt(plan, n, k);
    if (decision !== null) return { decision, n, k };
  }
  return { decision: null, n: most, k };
}

/** How many more trials: if all of them pass, and at the most. Both are 0 once it is decided. */
export function trialsStillNeeded(
  plan: StopTable,
  n: number,
  k: number,
): { readonly clean: number; readonly worst: number } {
  if (n > 0) assertCount(k, n);
  if (n > 0 && decisionAt(plan, n, k) !== null) return { clean: 0, worst: 0 };
  const clean =
    Array.from(plan.accept)
      .slice(n)
      .findIndex((most) => most >= k) + 1;
  return { clean, worst: longestWay(plan, n, k) };
}

function decisionAt({ accept, reject }: StopTable, n: number, k: number): 'pass' | 'fail' | null {
  if (k <= (accept[n - 1] ?? -1)) return 'pass';
  return k >= (reject[n - 1] ?? Infinity) ? 'fail' : null;
}

/** Follows the lowest and highest count that may still be open, until none is. */
function longestWay({ accept, reject }: StopTable, n: number, k: number): number {
  let [low, high, at] = [k, k, n];
  while (low <= high && at < accept.length) {
    low = Math.max(low, (accept[at] ?? -1) + 1);
    high = Math.min(high + 1, (reject[at] ?? 0) - 1);
    at += 1;
  }
  return at - n;
}
