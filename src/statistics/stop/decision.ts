// What a campaign's stop rule says of the trials so far. Outcomes enter in launch order, whatever the order in which they ended:
// failures often last longer than passes, so that what has ended first is a biased sample (docs/statistics.md).
import type { Plan } from '../../plan/plan.js';
import type { Decision } from '../summary.js';
import type { TrialResult } from '../trial-result.js';
import { decideArm } from './decide-arm.js';
import { decidePair } from './decide-pair.js';
import { decideThreshold } from './decide-threshold.js';
import type { Launched } from './launched.js';

/** Null for a plan without a rule. `results` by trial id. */
export function decisionOf({ stop, trials }: Plan, results: ReadonlyMap<string, TrialResult>): Decision | null {
  if (stop === null) return null;
  const launched = trials.map(({ id, arm, block }): Launched => ({ trial: id, arm, block, result: results.get(id) ?? null }));
  if (stop.question === 'half-fails') return decideThreshold(stop, launched);
  return stop.question === 'decided' ? decidePair(stop, launched) : decideArm(stop, launched.filter(({ arm }) => arm === stop.arm));
}
