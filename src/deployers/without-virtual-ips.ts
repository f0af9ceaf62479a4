// Where the kernel has no IPVS, services that others ask by name get `endpoint_mode: dnsrr` in what is
// deployed, as else nobody could reach them; the run says so, since it is not what the recipe says.
import { readStack } from '../compose/read-stack.js';
import { reachedByVirtualIp } from '../compose/virtual-ips.js';
import type { DeployRequest } from '../trial/ports.js';
import { textsOf, type Composed } from './composed.js';

/** The services, by name; each is on record when the base is deployed. */
export function roundRobinServices(
  { engine, step, provided, console }: Pick<DeployRequest, 'engine' | 'step' | 'provided' | 'console'>,
  composed: Composed,
): readonly string[] {
  const { stack } = readStack(textsOf(composed), composed.env);
  if (engine.virtualIps || stack === null) return [];
  const reached = reachedByVirtualIp(stack);
  for (const { service, mayRoundRobin } of reached)
    console(
      mayRoundRobin
        ? `service ${service} gets endpoint_mode: dnsrr, for virtual IPs answer nobody on this kernel\n`
        : `service ${service} answers nobody by its name: it publishes a port through the ingress network, ` +
            'and virtual IPs do not work on this kernel\n',
    );
  const names = reached.flatMap(({ service, mayRoundRobin }) => (mayRoundRobin ? [service] : []));
  if (step === 'base') for (const name of names) provided({ what: 'endpoint-mode', name });
  return names;
}
