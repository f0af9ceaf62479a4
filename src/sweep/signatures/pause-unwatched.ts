// An update that stops half-way, with the new spec in place.
import { isJob, replicasOf, updatePolicy } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';

export const pauseUnwatched: Signature = {
  name: 'pause-unwatched',
  summary: 'a failed update stops where it is, and labels say that it is deployed',
  why:
    'The default failure action is pause: swarm stops handing out tasks, keeps the new spec and goes ' +
    'on restarting what failed. A version label reads as the new one, so a check that compares labels ' +
    'passes though the service is down or half updated. Only the next deploy ends the pause.',
  source: 'moby/swarmkit manager/orchestrator/update/updater.go (pauseUpdate), api/defaults/service.go',
  mend: 'failure_action: rollback, or a deploy that reads the update state and the tasks',
  look: perService((service) => {
    const policy = updatePolicy(service);
    if (policy.failureAction !== 'pause' || isJob(service) || replicasOf(service) === 0) return null;
    const how = service.update?.failureAction == null ? 'which is the default' : 'as is written';
    return {
      severity: service.update === null ? 'info' : 'low',
      service: service.name,
      places: [policy.placeOf('failureAction')],
      says: `a failed update of ${service.name} pauses half-way, ${how}`,
      change: null,
    };
  }),
};
