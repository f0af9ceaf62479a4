// A reservation has to fit twice.
import { formatBytes } from '../../base/units.js';
import { replicasOf } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';
import { added, nodesFor, startsBeside, stopFirst } from '../starts-beside.js';

export const startFirstReservation: Signature = {
  name: 'start-first-reservation',
  summary:
    'a new task that reserves memory starts beside the old one: where it does not fit, it waits for ever',
  why:
    'A task is placed only where its reservation is free, and the old task keeps its own until the new ' +
    'one runs. Where no node has room for both the new task stays PENDING: swarm has no start timeout, ' +
    'so the update stays "updating" for ever, and as nothing fails nothing is rolled back.',
  source:
    'moby/swarmkit manager/scheduler/filter.go (ResourceFilter), ' +
    'manager/orchestrator/update/updater.go (updateTask)',
  mend: 'order: stop-first, or a node that has the reservation free twice',
  look: perService((service, { stack, swarm }) => {
    const [policy, reserved] = [startsBeside(service), service.memoryReservation];
    if (policy === null || reserved === null || reserved.value === 0) return null;
    const all = [...stack.services.values()].reduce(
      (sum, one) => sum + (one.memoryReservation?.value ?? 0) * replicasOf(one),
      0,
    );
    const has = nodesFor(service, swarm) === 1 ? swarm.memoryBytes : null;
    const bytes = all + added(service, policy) * reserved.value;
    if (has !== null && bytes <= has) return null;
    const room =
      has === null
        ? 'a node has to have that free twice'
        : `with all others that is ${formatBytes(bytes)}, and a node has ${formatBytes(has)}`;
    return {
      severity: has === null ? 'medium' : 'high',
      service: service.name,
      places: [reserved.place, policy.placeOf('order')],
      says: `${service.name} reserves ${formatBytes(reserved.value)} and is updated start-first: ${room}`,
      change: stopFirst(service),
    };
  }),
};
