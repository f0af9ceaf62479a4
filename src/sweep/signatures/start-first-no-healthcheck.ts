// Without a healthcheck a task counts as running when its process does.
import { isHealthOff } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';
import { startsBeside } from '../starts-beside.js';

export const startFirstNoHealthcheck: Signature = {
  name: 'start-first-no-healthcheck',
  summary: 'the old task is stopped as soon as the new process runs, whether it answers or not',
  why:
    'Without a healthcheck RUNNING means that the process was started. Swarm stops the old task then, ' +
    'however long the new one takes to answer; and when the new one crashes a second later the ' +
    'rollback has to start an old task anew, so start-first costs the outage that it is there to avoid.',
  source:
    'moby daemon/cluster/executor/container/controller.go (Start); moby/swarmkit ' +
    'manager/orchestrator/update/updater.go (updateTask)',
  mend: 'a healthcheck that asks the app itself',
  look: perService((service) => {
    const policy = startsBeside(service);
    const off = service.health !== null && isHealthOff(service.health);
    if (policy === null || (service.health !== null && !off)) return null;
    const lacks = off
      ? 'and its healthcheck is none that docker heeds'
      : 'without a healthcheck, unless its image brings one';
    return {
      severity: off ? 'high' : 'medium',
      service: service.name,
      places: [policy.placeOf('order'), service.health?.place ?? service.place],
      says: `${service.name} is updated start-first ${lacks}`,
      change: null,
    };
  }),
};
