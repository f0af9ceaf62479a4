import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { roundRobinServices } from '../../src/deployers/without-virtual-ips.js';
import { stampLabelsFile } from '../../src/deployers/stamp-labels.js';
import type { Engine } from '../../src/trial/ports.js';
import { requestIn } from './request.js';

const text = 'services: { app: { image: a }, db: { image: b }, web: { image: c, ports: ["80:80"] } }';
const composed = { names: ['compose.yml'], files: [text], env: {} };

function asked(virtualIps: boolean, step: 'base' | 'upgrade' = 'base') {
  const [lines, provided]: [string[], unknown[]] = [[], []];
  const request = {
    ...requestIn('/nowhere', { lines }),
    step,
    engine: { virtualIps } as Engine,
    provided: (made: unknown) => provided.push(made),
  };
  return { services: roundRobinServices(request, composed), lines, provided };
}

it('without IPVS names give the addresses of tasks, where docker takes that, and it is said', () => {
  const { services, lines, provided } = asked(false);
  expect(services).toEqual(['app', 'db']);
  expect(provided).toEqual([
    { what: 'endpoint-mode', name: 'app' },
    { what: 'endpoint-mode', name: 'db' },
  ]);
  expect(lines.join('')).toContain('service app gets endpoint_mode: dnsrr');
  expect(lines.join('')).toContain('service web answers nobody by its name');
  const labels = { stack: 's', recipe: 'r', stamp: '1', services: ['app', 'web'], roundRobin: services };
  const file = parse(stampLabelsFile(labels, text)) as {
    services: Record<string, { deploy: { endpoint_mode?: string } }>;
  };
  expect(file.services['app']?.deploy.endpoint_mode).toBe('dnsrr');
  expect(file.services['web']?.deploy).not.toHaveProperty('endpoint_mode');
});

it('it is on record once a run, and not at all where virtual IPs work', () => {
  expect(asked(false, 'upgrade')).toMatchObject({ services: ['app', 'db'], provided: [] });
  expect(asked(true)).toEqual({ services: [], lines: [], provided: [] });
});
