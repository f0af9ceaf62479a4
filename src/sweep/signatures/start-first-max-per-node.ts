// A limit of tasks a node that the old tasks fill.
import { isGlobal, replicasOf } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';
import { nodesFor, startsBeside, stopFirst } from '../starts-beside.js';

export const startFirstMaxPerNode: Signature = {
  name: 'start-first-max-per-node',
  summary: 'max_replicas_per_node leaves no place for the new task beside the old ones',
  why:
    'The limit counts old and new tasks of a service together. When the old ones fill it on every node ' +
    'the new task stays PENDING, and the update "updating" for ever.',
  source:
    'moby/swarmkit manager/scheduler/filter.go (MaxReplicasFilter), ' +
    'manager/orchestrator/update/updater.go (updateTask)',
  mend: 'order: stop-first, or a limit that leaves one place free',
  look: perService((service, { swarm }) => {
    const [policy, most] = [startsBeside(service), service.maxPerNode];
    if (policy === null || most === null || most.value === 0 || isGlobal(service)) return null;
    const [replicas, places] = [replicasOf(service), most.value * nodesFor(service, swarm)];
    if (replicas + 1 <= places) return null;
    return {
      severity: 'high',
      service: service.name,
      places: [most.place, policy.placeOf('order')],
      says:
        `${service.name} is updated start-first, and nodes may have ${String(places)} of its tasks in ` +
        `all, with ${String(replicas)} old ones`,
      change: stopFirst(service),
    };
  }),
};
