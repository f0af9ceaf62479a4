// Two services of a stack that publish the same port.
import type { Port, Service } from '../../compose/stack.js';
import type { Sighting, Signature } from '../signature.js';

export const portGivenTwice: Signature = {
  name: 'port-given-twice',
  summary: 'two services publish the same port',
  why:
    'A port of the ingress network belongs to one service of the whole swarm: the deploy of the second ' +
    'is refused, perhaps after others were updated. In host mode the task of the second waits for the ' +
    'port for ever where both are on one node.',
  source:
    'moby/swarmkit manager/controlapi/service.go (checkPortConflicts), manager/scheduler/filter.go ' +
    '(HostPortFilter)',
  mend: 'another port for one of them',
  look: ({ stack, swarm }) => {
    const first = new Map<string, { readonly service: Service; readonly port: Port }>();
    const found: Sighting[] = [];
    for (const { service, port } of published([...stack.services.values()])) {
      const key = `${String(port.published)}/${port.protocol}`;
      const other = first.get(key);
      first.set(key, other ?? { service, port });
      if (other === undefined || other.service === service || other.port.mode !== port.mode) continue;
      if (port.mode === 'host' && swarm.nodes > 1) continue;
      const says =
        `${other.service.name} and ${service.name} both publish ` +
        `${key}${port.mode === 'host' ? ' of the host' : ''}`;
      found.push({
        severity: 'high',
        service: service.name,
        places: [port.place, other.port.place],
        says,
        change: null,
      });
    }
    return found;
  },
};

function published(
  services: readonly Service[],
): readonly { readonly service: Service; readonly port: Port }[] {
  return services.flatMap((service) =>
    service.ports.filter((port) => (port.published ?? 0) > 0).map((port) => ({ service, port })),
  );
}
