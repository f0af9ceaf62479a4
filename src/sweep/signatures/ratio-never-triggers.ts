// A share of failures that can never be exceeded.
import { isJob, updatePolicy } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';

export const ratioNeverTriggers: Signature = {
  name: 'ratio-never-triggers',
  summary: 'max_failure_ratio is 1 or more: no number of failures is enough',
  why:
    'Swarm acts when failures divided by the tasks that are updated is greater than the ratio, and no ' +
    'more than all of them can fail. From 1 on nothing is ever rolled back or paused, and an update of ' +
    'which every task died is "completed". It is a fraction, not a percentage.',
  source: 'moby/swarmkit manager/orchestrator/update/updater.go (Run)',
  mend:
    'a fraction below 1; an overlay cannot set 0, which docker takes for nothing when it merges, but ' +
    '0.01 is as good below a hundred tasks',
  look: perService((service) => {
    const policy = updatePolicy(service);
    if (policy.maxFailureRatio < 1 || policy.failureAction === 'continue' || isJob(service)) return null;
    return {
      severity: policy.failureAction === 'rollback' ? 'high' : 'medium',
      service: service.name,
      places: [policy.placeOf('maxFailureRatio'), policy.placeOf('failureAction')],
      says:
        `failure_action: ${policy.failureAction} of ${service.name} waits for a failure ratio above ` +
        `${String(policy.maxFailureRatio)}, which there cannot be`,
      change: { service: service.name, path: ['deploy', 'update_config', 'max_failure_ratio'], value: 0.01 },
    };
  }),
};
