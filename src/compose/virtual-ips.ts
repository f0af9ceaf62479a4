// Services that others of the stack may reach by name, which swarm answers with a virtual IP. Where a kernel
// has no IPVS such an address answers nobody; with `endpoint_mode: dnsrr` the name gives the tasks' own
// addresses.
import { isJob } from './policy.js';
import type { Service, Stack } from './stack.js';

export interface ReachedService {
  readonly service: string;
  /**
   * Whether docker takes dnsrr for it: not with a port in ingress mode, which needs a virtual IP. Source:
   * moby/swarmkit manager/controlapi/service.go (validateEndpointSpec).
   */
  readonly mayRoundRobin: boolean;
}

/** Only of those that have a virtual IP: a service that is alone on its networks is asked by nobody. */
export function reachedByVirtualIp({ services }: Stack): readonly ReachedService[] {
  const all = [...services.values()].filter((service) => !isJob(service) && service.replicas?.value !== 0);
  return all.flatMap((service) => {
    const beside = all.some((other) => other !== service && sharesNetwork(service, other));
    return beside && service.endpointMode?.value !== 'dnsrr'
      ? [
          {
            service: service.name,
            mayRoundRobin: service.ports.every(({ mode }) => mode === 'host'),
          },
        ]
      : [];
  });
}

function sharesNetwork(one: Service, other: Service): boolean {
  const theirs = new Set(networksOf(other));
  return networksOf(one).some((name) => theirs.has(name));
}

function networksOf({ networks }: Service): readonly string[] {
  return networks.size === 0 ? ['default'] : [...networks.keys()];
}
