// A port of the host can be had by one task a node.
import { isGlobal, replicasOf } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';
import { hostPort, nodesFor, startsBeside, stopFirst } from '../starts-beside.js';

export const startFirstHostPort: Signature = {
  name: 'start-first-host-port',
  summary: 'a new task waits for a port of the host that the old one keeps',
  why:
    'A port in host mode is a resource of the node. With start-first the old task keeps it until the ' +
    'new one runs, so no node is suitable for the new one: it stays PENDING and the update "updating" ' +
    'for ever; nothing fails, so nothing is rolled back.',
  source:
    'moby/swarmkit manager/scheduler/filter.go (HostPortFilter), ' +
    'manager/orchestrator/update/updater.go (updateTask)',
  mend: 'order: stop-first, or mode: ingress where the app need not see the addresses of its clients',
  look: perService((service, { swarm }) => {
    const [policy, port, nodes] = [startsBeside(service), hostPort(service), nodesFor(service, swarm)];
    if (policy === null || port === undefined || (!isGlobal(service) && replicasOf(service) < nodes))
      return null;
    const where = isGlobal(service)
      ? 'the same node'
      : nodes === 1
        ? 'the one node that there is'
        : `each of ${String(nodes)} nodes`;
    return {
      severity: 'high',
      service: service.name,
      places: [port.place, policy.placeOf('order')],
      says:
        `${service.name} is updated start-first and takes port ${String(port.published)} of the host, ` +
        `which an old task has on ${where}`,
      change: stopFirst(service),
    };
  }),
};
