import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { present } from '../../src/base/assert.js';
import { createEnginePool } from '../../src/engine/pool.js';
import { findTool } from '../../src/engine/tools.js';
import type { ImageSource } from '../../src/scenario/scenario.js';
import type { Engine, EnginePool } from '../../src/trial/ports.js';
import { writeTinyImage } from './tiny-image.js';
import { trialSpec } from './trial-spec.js';

const dir = mkdtempSync(join(tmpdir(), 'dl-pool-'));
const signal = AbortSignal.timeout(120_000);
const tiny: ImageSource = { tag: 'tiny:1', from: 'build', path: 'tiny' };
const mebibyte = 1024 ** 2;
let pool: EnginePool;

function openPool(size: number): EnginePool {
  pool = createEnginePool({
    size,
    stateDir: dir,
    scenarioDir: dir,
    cacheDir: join(dir, 'cache'),
    extraImages: () => [],
  });
  return pool;
}

beforeAll(() => {
  writeTinyImage(dir);
});
afterEach(async () => {
  await pool.close();
  expect(readdirSync(join(dir, 'engines'))).toEqual([]);
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** A stack that does not end when asked to, with everything around it. */
async function litter({ docker }: Engine): Promise<void> {
  await docker.createVolume({ Name: 'left' });
  await docker.createConfig({ Name: 'left', Data: 'eA==' });
  await docker.createSecret({ Name: 'left', Data: 'eA==' });
  const network = await docker.createNetwork({ Name: 'left', Driver: 'overlay' });
  await docker.createService({
    Name: 'stubborn',
    Mode: { Replicated: { Replicas: 2 } },
    Networks: [{ Target: network.id }],
    TaskTemplate: {
      ContainerSpec: { Image: 'tiny:1', Command: ['/bin/sleep', '1000'] },
      RestartPolicy: { Condition: 'any', Delay: 0 },
    },
  });
  const alone = await docker.createContainer({ Image: 'tiny:1' });
  await alone.start();
  await untilRunning(docker, 3);
}

async function untilRunning(docker: Engine['docker'], count: number): Promise<void> {
  const events = await docker.getEvents({ since: 1, filters: { event: ['start'] }, abortSignal: signal });
  const started = new Set<string>();
  for await (const chunk of events as AsyncIterable<Buffer>) {
    for (const line of chunk.toString().trim().split('\n'))
      started.add((JSON.parse(line) as { Actor: { ID: string } }).Actor.ID);
    if (started.size >= count) return;
  }
}

test('a released engine is emptied quickly, stubborn tasks included, and used again', async () => {
  const acquire = openPool(1).acquire;
  const first = await acquire(trialSpec({ images: [tiny] }), signal);
  await litter(first);
  const start = performance.now();
  pool.release(first);
  const second = await acquire(trialSpec({ images: [tiny] }), signal);
  expect(performance.now() - start).toBeLessThan(4_000);
  expect(second.id).toBe(first.id);
  const { docker } = second;
  expect(await docker.listServices()).toEqual([]);
  expect(await docker.listTasks()).toEqual([]);
  expect(await docker.listContainers({ all: true })).toEqual([]);
  expect((await docker.listVolumes()).Volumes).toEqual([]);
  expect(await docker.listConfigs()).toEqual([]);
  expect(await docker.listSecrets()).toEqual([]);
  expect((await docker.listNetworks()).map(({ Name }) => Name).sort()).toEqual([
    'bridge',
    'docker_gwbridge',
    'host',
    'ingress',
    'none',
  ]);
});

test("kept volumes are there for a later trial of the same arm, and for no other's", async () => {
  const { acquire, release } = openPool(2);
  const aged = (arm: string) => acquire(trialSpec({ arm, state: 'kept' }), signal);
  const volumes = async ({ docker }: Engine): Promise<readonly string[]> =>
    (await docker.listVolumes()).Volumes.map(({ Name }) => Name);
  const first = await aged('a');
  await first.docker.createVolume({ Name: 'data' });
  await first.docker.createConfig({ Name: 'left', Data: 'eA==' });
  release(first);
  const other = await aged('b');
  expect([other.id === first.id, await volumes(other)]).toEqual([false, []]);
  release(other);
  const again = await aged('a');
  expect([again.id, await volumes(again)]).toEqual([first.id, ['data']]);
  expect(await again.docker.listConfigs()).toEqual([]);
  release(again);
  const plain = await acquire(trialSpec({ arm: 'a' }), signal);
  expect(await volumes(plain)).toEqual([]);
});

test('two trials get two engines at the same time, a third waits for the first that is free', async () => {
  const { acquire, release } = openPool(2);
  const [one, two] = await Promise.all([acquire(trialSpec(), signal), acquire(trialSpec(), signal)]);
  expect(one.id).not.toBe(two.id);
  const third = acquire(trialSpec(), signal);
  release(two);
  expect((await third).id).toBe(two.id);
});

test('a trial that wants a fresh engine never gets a used one, nor leaves its own to others', async () => {
  const { acquire, release } = openPool(2);
  const ids: string[] = [];
  for (const fresh of [false, true, true, false]) {
    const engine = await acquire(trialSpec({ fresh }), signal);
    ids.push(engine.id);
    release(engine);
  }
  expect(new Set(ids.slice(0, 3)).size).toBe(3);
  expect(ids.slice(1, 3)).not.toContain(ids[3]);
});

test('an engine is given the envelope that the next trial asks for', async () => {
  const { acquire, release } = openPool(1);
  const first = await acquire(trialSpec({ memoryBytes: 100 * mebibyte }), signal);
  release(first);
  const second = await acquire(trialSpec({ memoryBytes: 200 * mebibyte }), signal);
  expect(second.id).toBe(first.id);
  expect(second.envelopeBytes).toBe(200 * mebibyte);
  const file = second.cgroupVersion === 1 ? 'memory.limit_in_bytes' : 'memory.max';
  expect(readFileSync(join(second.nodes[0].envelopeCgroup ?? '', file), 'utf8').trim()).toBe(
    String(200 * mebibyte),
  );
});

test('an engine that died is told as lost and replaced', async () => {
  const { acquire, release } = openPool(1);
  const first = await acquire(trialSpec(), signal);
  const lost = new Promise((resolve) => {
    first.lost.addEventListener('abort', resolve, { once: true });
  });
  process.kill(Number(first.nodes[0].daemon()?.split('@')[0]), 'SIGKILL');
  await lost;
  expect(first.lost.reason).toMatchObject({ code: 'engine-lost' });
  expect(first.nodes[0].daemon()).toBeNull();
  release(first);
  const second = await acquire(trialSpec(), signal);
  expect(second.id).not.toBe(first.id);
  expect(existsSync(first.nodes[0].envelopeCgroup ?? '')).toBe(false);
});

test('what a running trial may still take of its envelope is given to no other', async () => {
  const { acquire } = openPool(2);
  const memoryBytes = Math.ceil(freemem() * 0.6);
  await acquire(trialSpec({ memoryBytes }), signal);
  await expect(acquire(trialSpec({ memoryBytes }), signal)).rejects.toMatchObject({
    code: 'engine-boot',
    message: expect.stringMatching(
      /an engine takes .* of envelope and .* for its programs, and this machine has .* free/,
    ) as string,
  });
  (await acquire(trialSpec(), signal)).id satisfies string;
});

test('closing the pool ends a wait for an engine', async () => {
  const { acquire, close } = openPool(1);
  await acquire(trialSpec(), signal);
  const waiting = expect(acquire(trialSpec(), signal)).rejects.toMatchObject({ code: 'interrupted' });
  await close();
  await waiting;
});

test('a pool whose image cannot be had says so and keeps its engine', async () => {
  const { acquire } = openPool(1);
  const missing: ImageSource = { tag: 'none:1', from: 'tar', path: 'none.tar' };
  await expect(acquire(trialSpec({ images: [missing] }), signal)).rejects.toMatchObject({ code: 'image' });
  await acquire(trialSpec(), signal);
});

test('an engine of one set of programs is never used for a trial that wants another', async () => {
  const programs = join(dir, 'programs');
  mkdirSync(programs);
  for (const name of ['dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc'])
    symlinkSync(present(findTool([name]), name), join(programs, name));
  const { acquire, release } = openPool(1);
  const theirs = await acquire(trialSpec(), signal);
  release(theirs);
  const own = await acquire(trialSpec({ programs: 'programs' }), signal);
  expect(own.id).not.toBe(theirs.id);
  expect(own.programs).toBe(programs);
  release(own);
  expect((await acquire(trialSpec({ programs, memoryBytes: 160 * mebibyte }), signal)).id).toBe(own.id);
});
