import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provideGiven } from '../../src/deployers/provide.js';
import type { DeployRequest } from '../../src/trial/ports.js';
import { requestIn } from './request.js';

const compose =
  'services: { app: { image: "a:1", networks: [proxy, there], volumes: ["data:/data"], configs: [nginx], ' +
  'secrets: [db] } }\n' +
  'networks: { proxy: { external: true }, there: { external: true } }\nvolumes: { data: { external: true } }\n' +
  'configs: { nginx: { external: true } }\n' +
  'secrets:\n  db: { external: true, name: "s_db_${SECRET_DB_VERSION}" }\n';
const names = ['compose.yml'];
const env = { SECRET_DB_VERSION: 'v1' };
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
  await writeFile(join(dir, '.env.sample'), 'SECRET_DB_VERSION=v1 # length=20\n');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

interface Asked {
  readonly visit?: string;
  readonly step?: 'base' | 'upgrade';
  /** Status with which everything is refused. */
  readonly status?: number;
}

function asking({ visit, step = 'base', status }: Asked) {
  const made: Record<string, unknown>[] = [];
  const [provided, concealed, lines]: [unknown[], string[], string[]] = [[], [], []];
  const make = (thing: Record<string, unknown>): Promise<void> => {
    made.push(thing);
    return status === undefined
      ? Promise.resolve()
      : Promise.reject(Object.assign(new Error('no'), { statusCode: status }));
  };
  const none = (): Promise<readonly never[]> => Promise.resolve([]);
  const docker = {
    listNetworks: () => Promise.resolve([{ Name: 'there' }]),
    listVolumes: () => Promise.resolve({ Volumes: [] }),
    listConfigs: none,
    listSecrets: none,
    createNetwork: make,
    createVolume: make,
    createConfig: make,
    createSecret: make,
  };
  const request = {
    ...requestIn(dir, { lines }),
    step,
    engine: { visit: visit ?? null, docker },
    provided: (thing: unknown) => provided.push(thing),
    conceal: (value: string) => concealed.push(value),
  } as unknown as DeployRequest;
  const provide = (files: readonly string[] | null, given = env) =>
    provideGiven(request, { names, files, env: given }, AbortSignal.timeout(5_000));
  return { provide, made, provided, concealed, lines };
}

describe('what a recipe takes as given', () => {
  it('is made on a private engine where it is missing, with a label, and is on record', async () => {
    const asked = asking({});
    expect(await asked.provide([compose])).toBeNull();
    expect(asked.made.map(({ Name: name, Labels: labels }) => [name, labels])).toEqual(
      ['proxy', 'data', 'nginx', 's_db_v1'].map((name) => [name, { 'driftlab.made': 'true' }]),
    );
    expect(asked.made[0]).toMatchObject({ Driver: 'overlay', Attachable: true });
    expect(asked.provided).toEqual([
      { what: 'network', name: 'proxy' },
      { what: 'volume', name: 'data' },
      { what: 'config', name: 'nginx' },
      { what: 'secret', name: 's_db_v1' },
    ]);
  });

  it('has secrets by its own rules, which are concealed and never said', async () => {
    const asked = asking({});
    await asked.provide([compose]);
    const [value = ''] = asked.concealed;
    expect(value).toMatch(/^[A-Za-z0-9]{20}$/);
    expect(asked.made[3]?.['Data']).toBe(Buffer.from(value).toString('base64'));
    expect(asked.lines.join('')).toContain('made the secret s_db_v1');
    expect(asked.lines.join('')).not.toContain(value);
  });

  it('is not made twice, and what another run of the trial made meanwhile is left alone', async () => {
    const asked = asking({ status: 409 });
    expect(await asked.provide([compose])).toBeNull();
    expect(asked.provided).toEqual([]);
    await expect(asking({ status: 500 }).provide([compose])).rejects.toThrow('no');
  });

  it('is named on an existing engine that lacks it, and nothing is made', async () => {
    const asked = asking({ visit: 'visit-1', step: 'upgrade' });
    const refusal = await asked.provide([compose]);
    expect(asked.made).toEqual([]);
    expect(refusal?.exitCode).toBe(1);
    expect(refusal?.failure).toContain('compose.yml:2:13: the engine has no network proxy');
    expect(refusal?.failure).toContain('docker secret create');
    expect(refusal?.failure).not.toContain('there,');
    await expect(asking({ visit: 'visit-1' }).provide([compose])).rejects.toMatchObject({
      code: 'bad-input',
      phase: 'base',
    });
  });

  it('is refused where the version in its name is not set', async () => {
    const asked = asking({ step: 'upgrade' });
    const refusal = await asked.provide([compose], { SECRET_DB_VERSION: '' });
    expect(refusal?.failure).toContain('compose.yml:6:3: the secret db would have the name "s_db_"');
    expect(asked.made).toEqual([]);
  });

  it('is nothing where the files cannot be read', async () => {
    expect(await asking({}).provide(null)).toBeNull();
    expect(await asking({}).provide(['services: ['])).toBeNull();
  });
});
