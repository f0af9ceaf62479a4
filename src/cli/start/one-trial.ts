// A plan cut down to one of its trials: to be run again, or to be sent to somebody.
import { LabError } from '../../base/lab-error.js';
import type { Plan } from '../../plan/plan.js';

/** Throws `bad-input` where the plan has no such trial; `campaign` is what the sentence calls it. */
export function planOfTrial(plan: Plan, id: string, campaign: string): Plan {
  const trials = plan.trials.filter((trial) => trial.id === id);
  const [trial] = trials;
  if (trial === undefined)
    throw new LabError('bad-input', `${campaign} has no trial ${id}`, {
      hint: `its trials are 001 to ${plan.trials.at(-1)?.id ?? '001'}`,
    });
  return {
    ...plan,
    arms: plan.arms.filter((arm) => arm.name === trial.arm),
    trials,
    stop: null,
    expect: plan.expect.filter((expectation) => expectation.arm === trial.arm),
  };
}
