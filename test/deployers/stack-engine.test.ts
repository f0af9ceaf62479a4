// The recipe, its clone, the image and the deployer together, on a real swarm: what swarm then shows is what
// was meant.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pause } from '../../src/base/deadline.js';
import { stack } from '../../src/deployers/stack.js';
import { bootEngine, loadImages, type PrivateEngine } from '../../src/engine/index.js';
import { clones } from '../../src/recipe/clones/index.js';
import type { Step } from '../../src/evidence/fact.js';
import { requestIn } from './request.js';

const scenarioDir = 'scenarios';
const labels = (service: Docker.Service): Record<string, string> => service.Spec?.Labels ?? {};
let dir: string;
let engine: PrivateEngine;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
  vi.stubEnv('XDG_CACHE_HOME', join(dir, 'cache'));
  const signal = AbortSignal.timeout(60_000);
  engine = await bootEngine({ memoryBytes: 448 * 1024 ** 2, stateDir: dir, signal });
  const images = ['heavyweb:1', 'heavyweb:2'].map(
    (tag) => ({ tag, from: 'build', path: '../images/heavyweb' }) as const,
  );
  await loadImages(engine, images, { baseDir: scenarioDir, cacheDir: join(dir, 'cache') }, signal);
}, 60_000);

afterAll(async () => {
  await engine.destroy();
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true, force: true });
}, 30_000);

test('base runs healthy with its stamp, then head beside it with its own', { timeout: 60_000 }, async () => {
  const signal = AbortSignal.timeout(55_000);
  const plain = requestIn(dir);
  const settings = {
    ...plain.settings,
    env: { HEAP_MIB: '40', HEAD_HEAP_MIB: '60' },
    overlays: ['overlays/short-monitor.yml'],
    recipe: { ...plain.settings.recipe, fixture: 'recipes/discourse', head: 'upgrade-0.9.0' },
  };
  const tree = await clones['mirror']?.make({ ...plain, settings, scenarioDir }, signal);
  if (tree === undefined) throw new Error('the clone kind is missing');
  const deploy = async (step: Step): Promise<Docker.Service> => {
    await tree.checkOut(step, signal);
    const { intendedStamp } = await tree.facts(step, signal);
    expect(await stack.deploy({ ...plain, step, settings, tree, engine }, signal)).toEqual({
      exitCode: 0,
      stamp: intendedStamp,
      failure: null,
    });
    await healthy(step === 'base' ? 'heavyweb:1' : 'heavyweb:2', signal);
    const [service] = await engine.docker.listServices();
    expect(labels(service as Docker.Service)).toMatchObject({
      'coop-cloud.disc-abc123.chaos': 'true',
      'coop-cloud.disc-abc123.chaos-version': intendedStamp,
      'coop-cloud.disc-abc123.recipe': 'discourse',
      'coop-cloud.disc-abc123.version': step === 'base' ? '0.7.0+3.3.1' : '0.9.0+3.5.0',
    });
    return service as Docker.Service;
  };
  expect((await deploy('base')).Spec?.UpdateConfig).toMatchObject({
    Order: 'start-first',
    FailureAction: 'rollback',
    Monitor: 500e6,
  });
  await deploy('upgrade');
});

/** Swarm calls a task with a health check running only once it is healthy. */
async function healthy(image: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const tasks = await engine.docker.listTasks();
    if (
      tasks.some(
        (task: { Spec?: { ContainerSpec?: { Image?: string } }; Status?: { State?: string } }) =>
          task.Spec?.ContainerSpec?.Image === image && task.Status?.State === 'running',
      )
    )
      return;
    await pause(100, signal);
  }
}
