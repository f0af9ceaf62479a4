import { expect, it } from 'vitest';
import { readStack } from '../../src/compose/read-stack.js';
import { reachedByVirtualIp } from '../../src/compose/virtual-ips.js';

function reached(text: string): readonly string[] {
  const { stack } = readStack([{ file: 'compose.yml', text }], {});
  return stack === null
    ? []
    : reachedByVirtualIp(stack).map(
        ({ service, mayRoundRobin }) => `${service}${mayRoundRobin ? '' : ' keeps it'}`,
      );
}

it('services that share a network are reached by a virtual IP, on the default network too', () => {
  expect(reached('services: { app: { image: a }, db: { image: b } }')).toEqual(['app', 'db']);
  expect(
    reached(
      'services: { app: { image: a, networks: [in, out] }, db: { image: b, networks: [in] }, ' +
        'web: { image: c, networks: [edge] } }\nnetworks: { in: , out: , edge: }',
    ),
  ).toEqual(['app', 'db']);
});

it('one that is alone is not, nor one beside which only what never runs stands', () => {
  expect(reached('services: { app: { image: a } }')).toEqual([]);
  expect(reached('services: { app: { image: a }, off: { image: b, deploy: { replicas: 0 } } }')).toEqual([]);
  expect(
    reached('services: { app: { image: a }, job: { image: b, deploy: { mode: replicated-job } } }'),
  ).toEqual([]);
});

it('a port through ingress keeps the virtual IP, ports of the host and dnsrr do not', () => {
  expect(
    reached(
      'services: { app: { image: a, ports: ["80:80"] }, ' +
        'side: { image: b, ports: [{ target: 1, published: 1, mode: host }] }, ' +
        'db: { image: c, deploy: { endpoint_mode: dnsrr } } }',
    ),
  ).toEqual(['app keeps it', 'side']);
});
