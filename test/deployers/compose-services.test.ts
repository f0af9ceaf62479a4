// What is read of compose files without docker: which services, and which images they want. Docker's own
// merge is what it is held against.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { imagesWanted, serviceNames } from '../../src/deployers/compose-services.js';
import { missingService } from '../../src/deployers/missing-service.js';

const base = `version: "3.8"
x-common: &common { image: "heavyweb:\${WEB_TAG:-1}", environment: { A: b } }
services:
  app:
    <<: *common
    deploy: { replicas: 2 }
  db: { image: "postgres:\${DB_TAG}" }
  cache: { image: redis, deploy: { replicas: 0 } }
  sized: { image: sized, deploy: { replicas: "\${SIZE}" } }
`;
const overlay =
  'version: "3.8"\nservices:\n  db: { image: mariadb }\n  worker: { image: $REGISTRY/worker:2 }\n  ' +
  'cache: { deploy: { replicas: 1 } }\n';
const env = { WEB_TAG: '', DB_TAG: '16', REGISTRY: 'registry.test', SIZE: '0' };

describe('the services of compose files', () => {
  test('are those of all files, each once', () => {
    expect(serviceNames([base, overlay])).toEqual(['app', 'db', 'cache', 'sized', 'worker']);
    expect(serviceNames(['version: "3.8"\n'])).toEqual([]);
  });

  test.each(['services: [app]', 'services: { app: ', '- app', '"app"'])('are unknown of %s', (text) => {
    expect(serviceNames([base, text])).toBeNull();
    expect(missingService([base, text], 'web')).toBeNull();
  });

  test('want the images of the last file that names one, where they are to have tasks', () => {
    expect(imagesWanted([base], env)).toEqual([
      { service: 'app', image: 'heavyweb:1' },
      { service: 'db', image: 'postgres:16' },
    ]);
    expect(imagesWanted([base, overlay], env)).toEqual([
      { service: 'app', image: 'heavyweb:1' },
      { service: 'db', image: 'mariadb' },
      { service: 'cache', image: 'redis' },
      { service: 'worker', image: 'registry.test/worker:2' },
    ]);
  });

  test('want the same images as docker reads from the same files', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
    try {
      await Promise.all([writeFile(join(dir, 'a.yml'), base), writeFile(join(dir, 'b.yml'), overlay)]);
      const merged = execFileSync('docker', ['stack', 'config', '-c', 'a.yml', '-c', 'b.yml'], {
        cwd: dir,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: dir, ...env },
      });
      const { services } = parse(merged) as { services: Record<string, { image: string }> };
      for (const { service, image } of imagesWanted([base, overlay], env))
        expect(services[service]?.image).toBe(image);
      expect(Object.keys(services).sort()).toEqual([...(serviceNames([base, overlay]) ?? [])].sort());
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  test('are named where the one under test is missing', () => {
    expect(missingService([base, overlay], 'worker')).toBeNull();
    expect(missingService([base], 'worker')).toBe(
      'no service "worker" in the compose files; they have app, db, cache, sized',
    );
    expect(missingService(['services: { app: { image: a } }'], 'web')).toBe(
      'no service "web" in the compose files; they have only app',
    );
    expect(missingService(['version: "3.8"'], 'web')).toBe(
      'no service "web" in the compose files; they have no service at all',
    );
  });
});
