// Two services of a stack that publish the same port.
import type { Port, Service, Stack } from '../../compose/stack.js';
import type { Sighting, Signature } from '../signature.js';

export const portGivenTwice: Signature = {
  name: 'port-given-twice',
  summary: 'two services publish the same port',
  why:
    'A port of the ingress network belongs to one service of the whole swarm: the deploy of the second ' +
    'is refused, perhaps after others were updated. In host mode the task of the second waits for the ' +
    'port for ever where both are on one node. An upgrade that gives a port to another service is refused ' +
    'in the same way while the old one has it: docker deploys services one by one, in no order.',
  source:
    'moby/swarmkit manager/controlapi/service.go (checkPortConflicts), manager/scheduler/filter.go ' +
    '(HostPortFilter); docker/cli cli/command/stack/deploy_composefile.go (deployServices)',
  mend: 'another port for one of them',
  look: ({ stack, before, swarm }) => {
    const first = new Map<string, { readonly service: Service; readonly port: Port }>();
    const found: Sighting[] = [];
    for (const { service, port } of published([...stack.services.values()])) {
      const key = keyOf(port);
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
    return [...found, ...(before === null ? [] : movedPorts(stack, before.stack))];
  },
};

/** Of the ingress network: in host mode the new task waits until the old one is gone. */
function movedPorts(stack: Stack, before: Stack): readonly Sighting[] {
  const had = published([...before.services.values()]);
  return published([...stack.services.values()]).flatMap(({ service, port }): readonly Sighting[] => {
    const key = keyOf(port);
    const owners = had.filter((one) => keyOf(one.port) === key && one.port.mode === 'ingress');
    const [owner] = owners;
    if (port.mode !== 'ingress' || owner === undefined) return [];
    if (owners.some((one) => one.service.name === service.name)) return [];
    const now = stack.services.get(owner.service.name);
    if (now?.ports.some((one) => keyOf(one) === key) === true) return [];
    const then =
      now === undefined
        ? 'which a deploy that does not remove it (--prune) leaves in place'
        : 'which may be updated after it';
    const says = `${service.name} publishes ${key}, the port of ${owner.service.name} in the base, ${then}`;
    const severity = now === undefined ? 'high' : 'medium';
    return [{ severity, service: service.name, places: [port.place], says, change: null }];
  });
}

function keyOf({ published: number, protocol }: Port): string {
  return `${String(number)}/${protocol}`;
}

function published(
  services: readonly Service[],
): readonly { readonly service: Service; readonly port: Port }[] {
  return services.flatMap((service) =>
    service.ports.filter((port) => (port.published ?? 0) > 0).map((port) => ({ service, port })),
  );
}
