// An update that completes whatever becomes of it.
import { isJob, updatePolicy } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';

export const failuresNotWatched: Signature = {
  name: 'failures-not-watched',
  summary: 'failure_action: continue: the update completes whatever becomes of its tasks',
  why:
    'With continue swarm does not look at failures at all: it goes on to the next task, and the state ' +
    'ends as "completed" though none of the new tasks may run.',
  source: 'moby/swarmkit manager/orchestrator/update/updater.go (Run)',
  mend: 'failure_action: rollback or pause, and a deploy that looks at the tasks',
  look: perService((service) => {
    const policy = updatePolicy(service);
    if (policy.failureAction !== 'continue' || isJob(service)) return null;
    const says = `an update of ${service.name} completes whatever becomes of its tasks`;
    return {
      severity: 'medium',
      service: service.name,
      places: [policy.placeOf('failureAction')],
      says,
      change: null,
    };
  }),
};
