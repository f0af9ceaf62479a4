// Sources on a real swarm of two nodes: what happens on the second is seen as on the first, and told with its
// name.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachSources } from '../../src/sources/index.js';
import type { AttachedSources } from '../../src/trial/ports.js';
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
let swarm: SmallSwarm | undefined;
let facts: Recorder;
let sources: AttachedSources;

/** The service with its tasks on this node alone. */
function placed(node: string, stamp: string, script: string): Record<string, unknown> {
  const spec = serviceSpec(stamp, script);
  const template = spec['TaskTemplate'] as Record<string, unknown>;
  return {
    ...spec,
    TaskTemplate: { ...template, Placement: { Constraints: [`node.hostname==${node}`] } },
  };
}

beforeAll(async () => {
  swarm = await smallSwarm(64 * mebibyte, 2);
  const signal = AbortSignal.timeout(110_000);
  facts = recorder(signal);
  sources = await attachSources(
    { engine: swarm.engine, runs: [run], service: 'app', loaded: false, emit: facts.emit },
    signal,
  );
}, 120_000);

afterAll(async () => {
  await swarm?.close();
});

test('what watches a node is attached to each, and what watches the swarm once', () => {
  const placesOf = (source: string): readonly (string | undefined)[] =>
    facts
      .of('source')
      .filter((line) => line.source === source)
      .map(({ node }) => node);
  for (const name of ['events', 'daemon-log', 'envelope', 'disk'])
    expect(placesOf(name)).toEqual(['node1', 'node2']);
  for (const name of ['specs', 'tasks', 'kernel', 'lab']) expect(placesOf(name)).toEqual([undefined]);
});

test('a container of the second node is seen from its start to its last words and its memory', async () => {
  const { engine } = swarm as SmallSwarm;
  await create(engine, placed('node2', 'aaaaaaaa', living));
  const { containerId, node } = await facts.until('container', ({ action }) => action === 'start');
  expect(node).toBe('node2');
  const memory = await facts.until('container-memory', (line) => line.containerId === containerId);
  expect(memory.node).toBe('node2');

  await update(engine, placed('node2', 'bbbbbbbb', 'echo no room for me; exit 7'));
  const died = await facts.until('container', ({ exitCode }) => exitCode === 7);
  expect(died.node).toBe('node2');
  const words = await facts.until('task-log', ({ taskId }) => taskId === died.taskId);
  expect(words).toMatchObject({ lines: ['no room for me'], failure: null });
  const inspected = await facts.until('container-inspect', (line) => line.containerId === died.containerId);
  expect(inspected.exitCode).toBe(7);
});

test('each service event is told once, by the manager', async () => {
  await facts.until('service-event', ({ action }) => action === 'update');
  const told = facts.of('service-event').map(({ engineAt, action }) => `${engineAt ?? ''} ${action}`);
  expect(new Set(told).size).toBe(told.length);
  expect(facts.of('service-event').every(({ node }) => node === 'node1')).toBe(true);
});

test('the naive check finds a healthy container wherever it is', async () => {
  const { engine } = swarm as SmallSwarm;
  // Until its rollback is over swarm itself writes to the service, and a write of somebody else is out of turn.
  await facts.until('spec', ({ update: state }) => state?.state === 'rollback_completed');
  const soon = { UpdateConfig: { Parallelism: 1, Order: 'start-first', Monitor: 1e9 } };
  await update(engine, { ...placed('node2', 'cccccccc', `${living}; exit`), ...soon });
  await facts.until(
    'spec',
    ({ update: state, spec }) => spec.stamp === 'cccccccc' && state?.state === 'completed',
  );
  sources.watchNaively('r1', 'cccccccc');
  const word = await facts.until('naive', ({ moment }) => moment === 'healthy');
  expect(word.pass).toBe(true);
});

test('at the end nothing was missed on either node', async () => {
  await sources.collect(AbortSignal.timeout(20_000));
  await sources.detach();
  expect(facts.of('gap')).toEqual([]);
  expect(facts.of('readback')).toMatchObject([{ service: `${stack}_app`, stamp: 'cccccccc' }]);
});
