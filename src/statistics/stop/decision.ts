// What a campaign's stop rule says of the trials so far. Outcomes enter in launch order, whatever the order
// in which they ended: failures often last longer than passes, so that what has ended first is a biased
// sample (docs/statistics.md).
import type { Plan } from '../../plan/plan.js';
import { eventOf } from '../event.js';
import type { Decision } from '../answer.js';
import type { TrialResult } from '../trial-result.js';
import { decideArm } from './decide-arm.js';
import { decidePair } from './decide-pair.js';
import { decideThreshold } from './decide-threshold.js';
import type { Launched } from './launched.js';
import { countFor } from './signature.js';

/** Null for a plan without a rule. `results` by trial id. */
export function decisionOf(plan: Plan, results: ReadonlyMap<string, TrialResult>): Decision | null {
  const { stop } = plan;
  if (stop === null) return null;
  const [launched, count] = [launchedIn(plan, results), countFor(plan)];
  if (stop.question === 'half-fails') return decideThreshold(stop, launched, count);
  return stop.question === 'decided'
    ? decidePair(stop, launched, count)
    : decideArm(
        stop,
        launched.filter(({ arm }) => arm === stop.arm),
        count,
      );
}

/** Every trial of the plan, in launch order. */
export function launchedIn(plan: Plan, results: ReadonlyMap<string, TrialResult>): readonly Launched[] {
  const count = countFor(plan);
  return plan.trials.map(({ id, arm, block }) => {
    const result = results.get(id) ?? null;
    return { trial: id, arm, block, result, failed: result === null ? null : eventOf(count, result) };
  });
}
