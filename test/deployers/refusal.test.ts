// What a deployer refuses before it posts anything, and what it must not refuse: an image or a service that
// may well be there.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { stack } from '../../src/deployers/stack.js';
import type { ImageSource } from '../../src/scenario/scenario.js';
import type { DeployRequest, DeployResult, Engine } from '../../src/trial/ports.js';
import { requestIn } from './request.js';

const signal = (): AbortSignal => AbortSignal.timeout(20_000);
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

interface Asked {
  readonly compose: string;
  readonly has?: readonly string[];
  readonly images?: readonly ImageSource[];
  readonly service?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly over?: Partial<DeployRequest>;
  readonly engine?: Partial<Engine>;
}

/** An engine that has these images and no socket: a deploy that is not refused fails when docker asks it. */
function engineWith(has: readonly string[], answer = 404): Engine {
  const inspect = (name: string) => () =>
    has.includes(name)
      ? Promise.resolve({})
      : Promise.reject(Object.assign(new Error('no'), { statusCode: answer }));
  const docker = { getImage: (name: string) => ({ inspect: inspect(name) }) };
  return {
    socketPath: '/nowhere/docker.sock',
    visit: null,
    docker,
    nodes: [{ docker }],
  } as unknown as Engine;
}

async function deploy({
  compose,
  has = [],
  images = [],
  service = 'app',
  env = {},
  over = {},
  engine = {},
}: Asked): Promise<DeployResult> {
  await writeFile(join(dir, 'compose.yml'), `version: "3.8"\n${compose}\n`);
  const request = requestIn(dir, { env });
  return stack.deploy(
    {
      ...request,
      engine: { ...engineWith(has), ...engine },
      settings: { ...request.settings, images, service },
      ...over,
    },
    signal(),
  );
}

const asked = expect.stringContaining('/nowhere/docker.sock') as string;

describe('an image that the engine has not', () => {
  test('is refused by name, with the service that wants it, and docker is not asked', async () => {
    const compose =
      'services: { app: { image: "heavyweb:404" }, db: { image: "pg:$TAG" }, cache: { image: redis } }';
    expect(await deploy({ compose, has: ['redis'], env: { TAG: '16' } })).toEqual({
      exitCode: 1,
      stamp: '530cb7d1+U',
      failure:
        "the scenario's images do not provide heavyweb:404, which service app of the head wants; nor " +
        'pg:16, which service db of the head wants',
    });
  });

  test('is refused where only one node has it: a task may come to the other', async () => {
    const compose = 'services: { app: { image: "heavyweb:2" } }';
    const [having, lacking] = [engineWith(['heavyweb:2']), engineWith([])];
    const nodes = [having.nodes[0], lacking.nodes[0]] as const;
    expect(await deploy({ compose, has: ['heavyweb:2'], engine: { nodes } })).toMatchObject({
      failure: "the scenario's images do not provide heavyweb:2, which service app of the head wants",
    });
  });

  test('is refused of the base as well', async () => {
    expect(
      await deploy({ compose: 'services: { app: { image: "a:1" } }', over: { step: 'base' } }),
    ).toMatchObject({
      exitCode: 1,
      failure: "the scenario's images do not provide a:1, which service app of the base wants",
    });
  });

  test.each([
    [
      'that is missing on purpose',
      {
        compose: 'services: { app: { image: "heavyweb:404" } }',
        images: [{ tag: 'heavyweb:404', from: 'absent' }],
      },
    ],
    [
      'that is missing on purpose and is written in another way',
      {
        compose: 'services: { app: { image: docker.io/library/heavyweb } }',
        images: [{ tag: 'heavyweb:latest', from: 'absent' }],
      },
    ],
    ['that no task would run', { compose: 'services: { app: { image: "a:1", deploy: { replicas: 0 } } }' }],
    ['whose name cannot be known', { compose: 'services: { app: { image: "a:${TAG:?needed}" } }' }],
    [
      'on an engine that may pull it',
      { compose: 'services: { app: { image: "a:1" } }', engine: { visit: 'v1' } },
    ],
    [
      'of an engine that does not answer',
      { compose: 'services: { app: { image: "a:1" } }', engine: { nodes: engineWith([], 500).nodes } },
    ],
  ] satisfies readonly (readonly [string, Asked])[])('%s is left to the deploy', async (_, what) => {
    expect((await deploy(what)).failure).not.toContain('do not provide');
  });

  test('is no matter where it is another that is missing on purpose', async () => {
    expect(
      (
        await deploy({
          compose: 'services: { app: { image: "a:1" } }',
          images: [{ tag: 'a:404', from: 'absent' }],
        })
      ).failure,
    ).toContain('do not provide a:1');
  });

  test('shows no secret of the environment in its name', async () => {
    expect(
      (
        await deploy({
          compose: 'services: { app: { image: "a:$DB_PASSWORD" } }',
          env: { DB_PASSWORD: 'hunter2hunter2' },
        })
      ).failure,
    ).not.toContain('hunter2');
  });
});

describe('a service under test that the compose files have not', () => {
  const compose = 'services: { web: { image: "a:1" }, worker: { image: "a:1" } }';

  test('ends the trial with the services that there are, where it is the base', async () => {
    await expect(deploy({ compose, has: ['a:1'], over: { step: 'base' } })).rejects.toMatchObject({
      code: 'bad-input',
      phase: 'base',
      message: 'base 0.7.0+3.3.1: no service "app" in the compose files; they have web, worker',
    });
  });

  test('is a refused deploy of the head', async () => {
    expect(await deploy({ compose, has: ['a:1'] })).toEqual({
      exitCode: 1,
      stamp: '530cb7d1+U',
      failure: 'head main: no service "app" in the compose files; they have web, worker',
    });
  });

  test('may be called anything else than app, and every service is stamped', async () => {
    expect(await deploy({ compose, has: ['a:1'], service: 'web' })).toMatchObject({
      exitCode: 1,
      failure: asked,
    });
    const { services } = parse(await readFile(join(dir, 'r1.upgrade.labels.yml'), 'utf8')) as {
      services: Record<string, { deploy: { labels: Record<string, string> } }>;
    };
    expect(
      Object.entries(services).map(
        ([
          name,
          {
            deploy: { labels },
          },
        ]) => [name, labels['coop-cloud.disc-abc123.chaos-version']],
      ),
    ).toEqual([
      ['web', '530cb7d1+U'],
      ['worker', '530cb7d1+U'],
    ]);
  });

  test('may be in a compose file that cannot be read here, of which docker speaks', async () => {
    expect((await deploy({ compose: 'services: [app]' })).failure).not.toContain('no service');
  });
});
