// More tasks than nodes with the port that each of them wants.
import { isGlobal, isJob, replicasOf } from '../../compose/policy.js';
import { perService, type Signature } from '../signature.js';
import { hostPort, nodesFor } from '../starts-beside.js';

export const hostPortOfMany: Signature = {
  name: 'host-port-of-many',
  summary: 'more tasks want a port of the host than there are nodes',
  why:
    'A port in host mode can be had by one task a node. What is more stays PENDING for ever: the ' +
    'service never has all its replicas, and a deploy that waits for them never ends.',
  source: 'moby/swarmkit manager/scheduler/filter.go (HostPortFilter)',
  mend: 'mode: ingress, mode: global, or as many nodes as replicas',
  look: perService((service, { swarm }) => {
    const port = hostPort(service);
    const [replicas, nodes] = [replicasOf(service), nodesFor(service, swarm)];
    if (port === undefined || isGlobal(service) || isJob(service) || replicas <= nodes) return null;
    return {
      severity: 'high',
      service: service.name,
      places: [port.place, service.replicas?.place ?? service.place],
      says:
        `${String(replicas)} tasks of ${service.name} want port ${String(port.published)} of the host, ` +
        `and nodes for it: ${String(nodes)}`,
      change: null,
    };
  }),
};
