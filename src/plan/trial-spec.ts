// A planned trial with its arm's settings, found by its id.
import { present } from '../base/assert.js';
import { LabError } from '../base/lab-error.js';
import type { Plan, TrialSpec } from './plan.js';

/**
 * All that running and judging the trial need. An id that the plan does not have is a `bad-input` LabError.
 */
export function trialSpec(plan: Plan, id: string): TrialSpec {
  const trial = plan.trials.find((planned) => planned.id === id);
  if (trial === undefined) {
    const [first, last] = [plan.trials.at(0)?.id, plan.trials.at(-1)?.id];
    throw new LabError(
      'bad-input',
      `the plan has no trial "${id}"`,
      first === undefined ? {} : { hint: `its trials are ${first} to ${String(last)}` },
    );
  }
  const arm = present(
    plan.arms.find(({ name }) => name === trial.arm),
    `arm ${trial.arm} of trial ${id}`,
  );
  return { ...trial, settings: arm.settings };
}
