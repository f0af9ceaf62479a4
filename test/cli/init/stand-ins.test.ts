// Stand-ins for a recipe's images: the recipe's own settings stay, and what no machine has is taken away.
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { standInsFor } from '../../../src/cli/init/stand-ins.js';
import { readStack } from '../../../src/compose/read-stack.js';
import type { Stack } from '../../../src/compose/stack.js';

const stackOf = (...texts: readonly string[]): Stack => {
  const { stack } = readStack(
    texts.map((text, index) => ({ file: `${String(index)}.yml`, text })),
    {},
  );
  if (stack === null) throw new Error('no stack');
  return stack;
};
const bothOf = (text: string): string => {
  const { overlays } = standInsFor('shop', stackOf(text), stackOf(text));
  if (!('both' in overlays)) throw new Error('not the same');
  return overlays.both;
};

it('docker merges the overlay so that the stand-in runs, and checks and update settings stay the recipe’s', () => {
  const recipe = `version: "3.8"
services:
  app:
    image: registry.example.org:5000/team/shop:1.4
    entrypoint: /custom.sh
    command: serve --fast
    user: www
    healthcheck: { test: ["CMD", "curl", "-f", "http://localhost"], interval: 7s }
    deploy: { update_config: { order: start-first }, resources: { limits: { memory: 64M } } }
`;
  const app = stackOf(recipe, bothOf(recipe)).services.get('app');
  expect(app?.image?.value).toBe('stand-in-for/team/shop:1.4');
  expect(app?.entrypoint.map(({ value }) => value)).toEqual(['/.stand-in/bash', '/.stand-in/start']);
  expect(app?.command.map(({ value }) => value)).toEqual(['HEAP_MIB=23', 'BOOT_MS=1000']);
  expect(app?.health?.test.map(({ value }) => value)).toEqual(['CMD', 'curl', '-f', 'http://localhost']);
  expect([app?.health?.intervalMs?.value, app?.update?.order?.value]).toEqual([7000, 'start-first']);
});

it('what a healthcheck calls is in the image, by its path or in a folder of programs', () => {
  const { probes } = standInsFor(
    'shop',
    null,
    stackOf(`services:
  a: { image: "a:1", healthcheck: { test: ["CMD", "redis-cli", "ping"] } }
  b: { image: "b:1", healthcheck: { test: "pg_isready -U shop" } }
  c: { image: "c:1", healthcheck: { test: ["CMD", "/app/check.sh"] } }
  d: { image: "d:1", healthcheck: { disable: true } }
  e: { image: "e:1", healthcheck: { test: ["CMD", "no program; at all"] } }
  f: { image: "f:1" }
`),
  );
  expect(probes).toEqual(['/app/check.sh', '/bin/sh', '/usr/local/bin/redis-cli']);
});

it('two images have two names, and one that two services run has one', () => {
  const made = standInsFor(
    'shop',
    stackOf(
      'services: { app: { image: "one.example.org/shop:1" }, again: { image: "one.example.org/shop:1" } }',
    ),
    stackOf('services: { app: { image: "two.example.org/shop:1" }, built: { build: . } }'),
  );
  expect(made.tags).toEqual(['stand-in-for/built', 'stand-in-for/shop:1', 'stand-in-for/shop:another-1']);
  const { overlays } = made;
  expect(Object.keys(overlays)).toEqual(['base', 'head']);
  const { services } = parse('head' in overlays ? overlays.head : '') as {
    services: Record<string, { image: string }>;
  };
  expect(Object.entries(services).map(([name, { image }]) => [name, image])).toEqual([
    ['app', 'stand-in-for/shop:another-1'],
    ['built', 'stand-in-for/built'],
  ]);
});

it('a digest, which no build has, is left out of the name', () => {
  const image = `shop@sha256:${'a'.repeat(64)}`;
  expect(standInsFor('shop', null, stackOf(`services: { app: { image: "${image}" } }`)).tags).toEqual([
    'stand-in-for/shop',
  ]);
});

it('a folder that is not here or that holds the socket becomes an empty one; others and the socket stay', () => {
  const recipe = `services:
  app:
    image: a:1
    volumes: ["/:/rootfs:ro", "/no/such/folder:/data", "/proc:/host/proc", "./conf:/conf", "kept:/kept", "/var/run/docker.sock:/var/run/docker.sock"]
volumes: { kept: {} }
`;
  const made = standInsFor('shop', null, stackOf(recipe));
  expect(made.socket).toBe(true);
  expect(made.said).toEqual([
    'app has an empty folder in place of / at /rootfs',
    'app has an empty folder in place of /no/such/folder at /data',
  ]);
  const mounts = stackOf(recipe, bothOf(recipe)).services.get('app')?.mounts ?? [];
  expect(mounts.map(({ type, source, target }) => [type, source, target])).toEqual(
    expect.arrayContaining([
      ['tmpfs', null, '/rootfs'],
      ['tmpfs', null, '/data'],
      ['bind', '/proc', '/host/proc'],
      ['volume', 'kept', '/kept'],
    ]),
  );
  expect(mounts).toHaveLength(6);
});

it('a job ends well by itself, and memory is what all tasks hold', () => {
  const recipe = `services:
  app: { image: "a:1", deploy: { replicas: 3 } }
  once: { image: "b:1", deploy: { mode: replicated-job } }
`;
  const overlay = parse(bothOf(recipe)) as { services: Record<string, { command: readonly string[] }> };
  expect(overlay.services['once']?.command).toContain('EXIT_CODE=0');
  expect(overlay.services['app']?.command).not.toContain('EXIT_CODE=0');
  expect(standInsFor('shop', null, stackOf(recipe)).memoryBytes).toBe(4 * 64 * 1024 ** 2);
});
