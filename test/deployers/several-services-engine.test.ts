// An app of several services, from several compose files and with all that a recipe can take as given, on a
// real private engine: its services reach each other by name, read their secret, and are upgraded together.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '../../src/base/deadline.js';
import { stack } from '../../src/deployers/stack.js';
import { bootEngine, loadImages, type PrivateEngine } from '../../src/engine/index.js';
import type { Step } from '../../src/evidence/fact.js';
import { requestIn } from './request.js';

/** Only when the other service answers by its name, and the secret has the length that is asked for. */
const healthy =
  'exec 3<>/dev/tcp/db/8080 && read -r secret < /run/secrets/password; ' +
  '[ "$${#secret}" = 24 ] && [ -s /settings ]';
const app = (image: string): string => `services:
  app:
    image: ${image}
    environment: [HEAP_MIB=20, BOOT_MS=100]
    networks: [proxy, internal]
    volumes: ["files:/files"]
    configs: [{ source: settings, target: /settings }]
    secrets: [password]
    healthcheck:
      test: ["CMD", "/bin/bash", "-c", '${healthy}']
      interval: 500ms
      timeout: 3s
      retries: 20
    deploy: { update_config: { failure_action: rollback, order: stop-first, monitor: 2s } }
networks: { proxy: { external: true }, internal: }
volumes: { files: { external: true } }
configs: { settings: { external: true } }
secrets: { password: { external: true, name: "\${STACK_NAME}_password_\${SECRET_PASSWORD_VERSION}" } }
`;
const database = `services:
  db:
    image: heavyweb:1
    environment: [HEAP_MIB=20, BOOT_MS=100]
    networks: [internal]
    healthcheck: { test: ["CMD", "/bin/bash", "/app/healthy"], interval: 500ms, timeout: 3s, retries: 20 }
networks: { internal: }
`;
let dir: string;
let engine: PrivateEngine;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
  const signal = AbortSignal.timeout(90_000);
  engine = await bootEngine({ memoryBytes: 448 * 1024 ** 2, stateDir: dir, signal });
  const images = ['heavyweb:1', 'heavyweb:2'].map(
    (tag) => ({ tag, from: 'build', path: '../images/heavyweb' }) as const,
  );
  await loadImages(engine, images, { baseDir: 'scenarios', cacheDir: join(dir, 'cache') }, signal);
}, 90_000);

afterAll(async () => {
  await engine.destroy();
  await rm(dir, { recursive: true, force: true });
}, 30_000);

test(
  'services reach each other, with what was made for them, before and after',
  { timeout: 150_000 },
  async () => {
    const signal = AbortSignal.timeout(140_000);
    const treeDir = join(dir, 'tree');
    await mkdir(treeDir);
    await writeFile(join(treeDir, 'compose.db.yml'), database);
    await writeFile(
      join(treeDir, '.env.sample'),
      'COMPOSE_FILE="compose.yml:compose.db.yml"\nSECRET_PASSWORD_VERSION=v1 # length=24\n',
    );
    const [made, concealed]: [string[], string[]] = [[], []];
    const deploy = async (step: Step, image: string): Promise<void> => {
      await writeFile(join(treeDir, 'compose.yml'), app(image));
      const request = {
        ...requestIn(dir, { treeDir }),
        step,
        engine,
        provided: ({ what, name }: { what: string; name: string }) => made.push(`${what} ${name}`),
        conceal: (value: string) => concealed.push(value),
      };
      expect(await stack.deploy(request, signal)).toMatchObject({ exitCode: 0, failure: null });
      await untilRunning([`disc-abc123_app ${image}`, 'disc-abc123_db heavyweb:1'], signal);
    };
    await deploy('base', 'heavyweb:1');
    expect(made.filter((one) => !one.startsWith('endpoint-mode'))).toEqual([
      'network proxy',
      'volume files',
      'config settings',
      'secret disc-abc123_password_v1',
    ]);
    expect(concealed[0]).toHaveLength(24);
    await deploy('upgrade', 'heavyweb:2');
    expect(concealed).toHaveLength(1);
  },
);

/** Swarm calls a task with a health check running only once it is healthy. */
async function untilRunning(wanted: readonly string[], signal: AbortSignal): Promise<void> {
  for (;;) {
    const services = new Map(
      (await engine.docker.listServices()).map(({ ID: id, Spec: spec }) => [id, spec?.Name]),
    );
    const tasks = (await engine.docker.listTasks()) as readonly {
      readonly ServiceID: string;
      readonly Spec: { readonly ContainerSpec: { readonly Image: string } };
      readonly Status: { readonly State: string };
    }[];
    const running = tasks
      .filter(({ Status: { State: state } }) => state === 'running')
      .map(({ ServiceID: id, Spec: spec }) => `${services.get(id) ?? ''} ${spec.ContainerSpec.Image}`);
    if (wanted.every((one) => running.includes(one))) return;
    await pause(100, signal);
  }
}
