// The deployer without an engine: its arguments, its labels as docker itself merges them, and its failures.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { deployers } from '../../src/deployers/index.js';
import { composeNames } from '../../src/deployers/compose-names.js';
import { deployArgs, stack } from '../../src/deployers/stack.js';
import { stampLabelsFile } from '../../src/deployers/stamp-labels.js';
import { requestIn } from './request.js';

const signal = (): AbortSignal => AbortSignal.timeout(20_000);
const labels = { stack: 'disc-abc123', recipe: 'discourse', stamp: '530cb7d1+U', services: ['app'] };
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true, force: true });
});

test('every deployer is found by its own name', () => {
  expect(Object.entries(deployers).filter(([name, deployer]) => name !== deployer.name)).toEqual([]);
});

test('compose files come in the order recipe, overlays, labels, and no registry is asked', async () => {
  await writeFile(join(dir, 'compose.yml'), 'services: {}\n');
  const request = requestIn(dir, { overlays: ['compose.a.yml', 'compose.b.yml'] });
  const names = await composeNames(request, {}, AbortSignal.timeout(5_000));
  expect(deployArgs('disc-abc123', [...names, '/scratch/labels.yml'])).toEqual([
    'stack',
    'deploy',
    '--resolve-image',
    'never',
    '--compose-file',
    'compose.yml',
    '--compose-file',
    'compose.a.yml',
    '--compose-file',
    'compose.b.yml',
    '--compose-file',
    '/scratch/labels.yml',
    'disc-abc123',
  ]);
});

test('files are those of COMPOSE_FILE, or the one that goes by a usual name, overlays last', async () => {
  await writeFile(join(dir, 'docker-compose.yml'), 'services: {}\n');
  const request = requestIn(dir, { overlays: ['over.yml'] });
  const named = (COMPOSE_FILE?: string): Promise<readonly string[]> =>
    composeNames(request, COMPOSE_FILE === undefined ? {} : { COMPOSE_FILE }, AbortSignal.timeout(5_000));
  expect(await named()).toEqual(['docker-compose.yml', 'over.yml']);
  expect(await named('a.yml:b.yml')).toEqual(['a.yml', 'b.yml', 'over.yml']);
  expect(await named(':compose.smtp.yml')).toEqual(['docker-compose.yml', 'compose.smtp.yml', 'over.yml']);
});

test(
  "the labels file repeats the recipe's version, also where it is written as a number, and survives " +
    'interpolation',
  () => {
    expect(parse(stampLabelsFile(labels, 'version: "3.8"'))).toEqual({
      version: '3.8',
      services: {
        app: {
          deploy: {
            labels: {
              'coop-cloud.disc-abc123.chaos': 'true',
              'coop-cloud.disc-abc123.chaos-version': '530cb7d1+U',
              'coop-cloud.disc-abc123.recipe': 'discourse',
            },
          },
        },
      },
    });
    expect(parse(stampLabelsFile(labels, 'version: 3.8'))).toMatchObject({ version: '3.8' });
    expect(parse(stampLabelsFile(labels, 'services: {}'))).not.toHaveProperty('version');
    expect(parse(stampLabelsFile(labels, '{ not yaml'))).not.toHaveProperty('version');
    expect(stampLabelsFile({ ...labels, recipe: 'a$b' }, '')).toContain('"a$$b"');
  },
);

test.each([
  ['stop-first', { order: 'stop-first', failure_action: 'rollback', monitor: '3s' }],
  ['pause', { order: 'start-first', failure_action: 'pause', monitor: '3s' }],
  ['continue', { order: 'start-first', failure_action: 'continue', monitor: '3s' }],
  ['short-monitor', { order: 'start-first', failure_action: 'rollback', monitor: '500ms' }],
])('the overlay %s changes one thing of the update policy, and keeps every label', async (name, policy) => {
  await cp('scenarios/recipes/discourse/09-upgrade/compose.yml', join(dir, 'compose.yml'));
  await writeFile(join(dir, 'labels.yml'), stampLabelsFile(labels, 'version: "3.8"'));
  const overlay = resolve('scenarios/overlays', `${name}.yml`);
  const merged = execFileSync(
    'docker',
    ['stack', 'config', '-c', 'compose.yml', '-c', overlay, '-c', 'labels.yml'],
    {
      cwd: dir,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: dir, STACK_NAME: 'disc-abc123', DOMAIN: 'x' },
    },
  );
  const {
    services: { app },
  } = parse(merged) as {
    services: { app: { image: string; deploy: { labels: object; update_config: object } } };
  };
  expect(app.image).toBe('heavyweb:2');
  expect(app.deploy.update_config).toEqual(policy);
  expect(app.deploy.labels).toMatchObject({
    'coop-cloud.disc-abc123.version': '0.9.0+3.5.0',
    'coop-cloud.disc-abc123.chaos-version': '530cb7d1+U',
    'coop-cloud.disc-abc123.chaos': 'true',
  });
});

test('a deploy that fails is a result with its last words and the stamp it took from the tree', async () => {
  const treeDir = join(dir, 'tree');
  await mkdir(treeDir);
  await cp('scenarios/recipes/discourse/05-release-0.7.0/compose.yml', join(treeDir, 'compose.yml'));
  const lines: string[] = [];
  const result = await stack.deploy(requestIn(dir, { treeDir, lines, treeStamp: 'd60dd027' }), signal());
  expect(result).toMatchObject({
    exitCode: 1,
    stamp: 'd60dd027',
    failure: expect.stringContaining('/nowhere/docker.sock') as string,
  });
  expect(lines.join('')).toContain('$ docker stack deploy --resolve-image never');
  expect(await readdir(treeDir)).toEqual(['compose.yml']);
});

test('a compose file that docker refuses is a result that says what docker said', async () => {
  await writeFile(join(dir, 'compose.yml'), 'version: "3.8"\nservices: { app: { image: a, colour: red } }\n');
  const { exitCode, failure } = await stack.deploy(requestIn(dir), signal());
  expect(exitCode).not.toBe(0);
  expect(failure).toContain('colour');
});

test('secrets of the environment are on no console and in no failure', async () => {
  await writeFile(
    join(dir, 'compose.yml'),
    'version: "3.8"\nservices: { app: { image: a, "${DB_PASSWORD}": red, colour: "${DB_PASSWORD}" } }\n',
  );
  const lines: string[] = [];
  const request = requestIn(dir, {
    env: { DB_PASSWORD: 'hunter2hunter2' },
    overlays: ['hunter2hunter2.yml'],
    lines,
  });
  const { failure } = await stack.deploy(request, signal());
  expect(`${failure ?? ''}${lines.join('')}`).not.toContain('hunter2');
  expect(lines.join('')).toContain('***.yml');
});

test('without a docker command the lab says what to install', async () => {
  vi.stubEnv('PATH', dir);
  await expect(stack.deploy(requestIn(dir), signal())).rejects.toMatchObject({ code: 'missing-tool' });
});

test('an abort ends a deploy with its reason', async () => {
  const reason = new Error('stopped by hand');
  const controller = new AbortController();
  controller.abort(reason);
  await expect(stack.deploy(requestIn(dir), controller.signal)).rejects.toBe(reason);
});
