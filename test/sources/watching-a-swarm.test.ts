import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '../../src/base/deadline.js';
import { attachSources } from '../../src/sources/index.js';
import type { AttachedSources, Engine } from '../../src/trial/ports.js';
import {
  create,
  living,
  recorder,
  run,
  serviceSpec,
  smallSwarm,
  stack,
  update,
  type Recorder,
  type SmallSwarm,
} from './small-swarm.js';

const mebibyte = 1024 ** 2;
/** By 4 MiB twenty times a second: slowly enough for a look while it fills the second half of the envelope. */
const growing =
  "exec {idle}<> <(:); printf -v part '%*s' 4194304 ''; while :; do x=$x$part; read -t 0.05 -u $idle; done";
const base = 'eb96de94+U';
let swarm: SmallSwarm | undefined;
let engine: Engine;
let facts: Recorder;
let sources: AttachedSources;

beforeAll(async () => {
  swarm = await smallSwarm(256 * mebibyte);
  engine = swarm.engine;
  const signal = AbortSignal.timeout(110_000);
  facts = recorder(signal);
  sources = await attachSources(
    { engine, runs: [run], service: 'app', loaded: true, emit: facts.emit },
    signal,
  );
  await create(engine, serviceSpec(base, living));
  await facts.until('task', ({ state }) => state === 'running');
}, 120_000);

afterAll(async () => {
  await swarm?.close();
});

test('a task has the hash of the template it was made from, and the stamp of its deploy', async () => {
  const task = await facts.until('task', ({ state }) => state === 'running');
  const spec = facts.of('spec').at(-1);
  expect(task.taskHash).toBe(spec?.spec.taskHash);
  expect(task.stamp).toBe(base);
  expect(task.service).toBe(`${stack}_app`);
});

test('what a trial finds on a new engine is on record before anything is deployed', () => {
  const [wear] = facts.of('wear');
  expect(wear).toMatchObject({ trialsBefore: 0, ingressAddresses: 1, tasks: 0, containers: 0 });
  expect(wear?.networks).toBeGreaterThan(3);
  expect(wear?.mounts).toBeGreaterThan(5);
  expect(wear?.diskFreeBytes).toBeGreaterThan(mebibyte);
  expect(wear?.cpuPressure).toBeGreaterThanOrEqual(0);
  expect(wear?.seq).toBeLessThan(facts.of('spec')[0]?.seq ?? 0);
});

test('a client that calls a container by its name is on record with the container and its task', async () => {
  const task = await facts.until('task', ({ state }) => state === 'running');
  await engine.docker.getContainer(`${stack}_app.1.${task.taskId}`).kill({ signal: 'SIGCONT' });
  const kill = await facts.until('daemon-log', ({ about }) => about === 'container-kill');
  expect(kill).toMatchObject({ containerId: task.containerId, taskId: task.taskId });
  expect(kill.line).toContain('?signal=SIGCONT"');
});

test(
  'an update that an exiting head makes swarm roll back is on record in every state, with the task ' +
    'that failed',
  async () => {
    sources.watchNaively('r1', '11111111+U');
    await update(engine, serviceSpec('11111111+U', 'echo token hunter22; exit 7'));
    const end = await facts.until('spec', ({ update: status }) => status?.state === 'rollback_completed');
    expect(end.spec.stamp).toBe(base);
    expect(end.previousSpec).toBeNull();
    const specs = facts.of('spec');
    expect(specs.map((spec) => spec.update?.state ?? null)).toEqual(
      expect.arrayContaining(['updating', 'rollback_started', 'rollback_completed']),
    );
    const events = facts.of('service-event').map(({ stateNew }) => stateNew);
    expect(events).toEqual(expect.arrayContaining(['updating', 'rollback_started', 'rollback_completed']));
    const failed = facts.of('task').filter(({ state }) => state === 'failed');
    const started = specs.find(({ update: status }) => status?.state === 'rollback_started');
    expect(failed[0]).toMatchObject({ stamp: '11111111+U', exitCode: 7, err: 'task: non-zero exit (7)' });
    expect(started?.update?.message).toContain(failed[0]?.taskId);
    expect(facts.of('container')).toContainEqual(
      expect.objectContaining({ action: 'die', exitCode: 7, taskId: failed[0]?.taskId }),
    );
    expect(facts.of('daemon-log').map(({ about }) => about)).toEqual(
      expect.arrayContaining(['service-create', 'service-write', 'rollback', 'task']),
    );
    const [write] = facts.of('daemon-log').filter(({ about }) => about === 'service-write');
    expect(write).toMatchObject({ serviceId: end.serviceId, version: specs[0]?.versionIndex });
  },
);

test('the kernel names the container whose process it killed in the envelope', async () => {
  await update(engine, serviceSpec('22222222', growing));
  const kill = await facts.until('kernel-oom', ({ process }) => process === 'bash');
  const victim = await facts.until(
    'container',
    ({ action, exitCode }) => action === 'die' && exitCode === 137,
  );
  const task = await facts.until(
    'task',
    ({ containerId, state }) => containerId === kill.containerId && state === 'failed',
  );
  expect(kill.containerId).toBe(victim.containerId);
  expect(kill.rssBytes).toBeGreaterThan(64 * mebibyte);
  expect(task.stamp).toBe('22222222');
  await facts.until(
    'spec',
    ({ update: status, versionIndex }) =>
      status?.state === 'rollback_completed' &&
      versionIndex >
        (facts.of('spec').find((spec) => spec.spec.stamp === '22222222')?.versionIndex ?? Infinity),
  );
  expect(facts.of('envelope').some(({ usageBytes, limitBytes }) => usageBytes > limitBytes / 2)).toBe(true);
});

/**
 * Waits until swarm counts every task as running: it says that a rollback completed before the old version
 * runs again.
 */
async function everyTaskRuns(signal: AbortSignal): Promise<void> {
  for (;;) {
    const services = (await engine.docker.listServices({ status: true } as object)) as readonly {
      readonly ServiceStatus?: { readonly RunningTasks: number; readonly DesiredTasks: number };
    }[];
    if (
      services.every(
        ({ ServiceStatus: counts }) => counts !== undefined && counts.RunningTasks === counts.DesiredTasks,
      )
    )
      return;
    await pause(20, signal);
  }
}

test('what is read at the end names the live stamp, the naive word on it and the last lines without secrets', async () => {
  await everyTaskRuns(AbortSignal.timeout(60_000));
  await sources.collect(AbortSignal.timeout(20_000));
  await sources.detach();
  expect(facts.of('readback')).toMatchObject([{ run: 'r1', found: true, stamp: base }]);
  expect(facts.of('naive').at(-1)).toMatchObject({
    moment: 'end',
    healthy: true,
    pass: false,
    label: base,
    message: "chaos commit 'eb96de94+U', not the intended '11111111' (re-checkout failed)",
  });
  expect(facts.of('task-log').map(({ lines }) => lines)).toContainEqual(['token ***']);
  expect(facts.of('gap')).toEqual([]);
  const attached = facts.of('source').filter(({ state }) => state === 'attached');
  expect(facts.of('source').filter(({ state }) => state === 'detached')).toHaveLength(attached.length);
  const nano = facts.of('container').map(({ engineAt }) => engineAt ?? '');
  expect(nano.every((at) => /^\d{4}-.*T.*\.\d{9}Z$/.test(at))).toBe(true);
  expect(JSON.stringify(facts.lines)).not.toContain('hunter22');
});
