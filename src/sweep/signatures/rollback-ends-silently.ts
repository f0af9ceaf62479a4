// A rollback that fails and looks as if it had not.
import { isJob, rollbackPolicy, updatePolicy } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';

export const rollbackEndsSilently: Signature = {
  name: 'rollback-ends-silently',
  summary: 'a rollback that fails ends as if it had worked',
  why:
    'With failure_action: continue nobody looks at the tasks of a rollback. With failure_action: ' +
    'rollback swarm notes that the rollback was paused and writes "completed" over it a moment later: ' +
    'the state says that the update worked, the spec is the old one, and its tasks do not run.',
  source: 'moby/swarmkit manager/orchestrator/update/updater.go (Run, rollbackUpdate, completeUpdate)',
  mend: 'failure_action: pause in rollback_config, which is also what swarm does where nothing is written',
  look: perService((service) => {
    const policy = rollbackPolicy(service);
    const silent = policy.failureAction === 'rollback' || policy.failureAction === 'continue';
    if (!silent || updatePolicy(service).failureAction !== 'rollback' || isJob(service)) return null;
    return {
      severity: 'medium',
      service: service.name,
      places: [policy.placeOf('failureAction')],
      says:
        `when a rollback of ${service.name} fails, nothing says so (rollback_config has ` +
        `failure_action: ${policy.failureAction})`,
      change: {
        service: service.name,
        path: ['deploy', 'rollback_config', 'failure_action'],
        value: 'pause',
      },
    };
  }),
};
