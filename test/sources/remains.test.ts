import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { events } from '../../src/sources/events.js';
import { remains } from '../../src/sources/remains.js';
import { specs } from '../../src/sources/specs.js';
import { tasks } from '../../src/sources/tasks.js';
import { container, containerEvent, fakeEngine, service, task, type FakeEngine } from './fake-engine.js';

let fake: FakeEngine;
const signal = AbortSignal.timeout(60_000);
const all = [events, specs, tasks, remains];
const probe = (output: string): unknown => ({ Status: 'unhealthy', Log: [{ ExitCode: 1, Output: output }] });

beforeEach(async () => {
  fake = await fakeEngine();
  fake.services.push(service(1));
});
afterEach(() => fake.close());

test(
  'an unhealthy container that the engine stops keeps its probes and last lines, though it is gone ' +
    'when swarm says that it failed',
  async () => {
    const { facts, sources } = await fake.attach(all);
    await sources.look();
    fake.containers.set(
      'c1',
      container({ Running: true, Health: probe('\n\u001b[31mwget: hunter22 refused\u001b[0m\nmore') }),
    );
    fake.logs.set('c1', 'starting with hunter22\r\n\u001b[31mcannot open data\u001b[0m\n');
    for (const [action, attributes] of [
      ['start', {}],
      ['health_status: unhealthy', {}],
      ['kill', { signal: '15' }],
    ] as const)
      fake.tell(containerEvent(action, attributes));
    await facts.until('container-inspect', ({ running }) => running);
    fake.containers.set('c1', container({ Health: probe('wget: refused') }));
    const logged = once(fake.reading, 'read');
    fake.tell(containerEvent('die', { exitCode: '143' }));
    await logged;
    expect(facts.of('container-inspect')[0]?.probes).toEqual(['1 wget: *** refused']);
    expect(facts.of('task-log')).toEqual([]);
    fake.containers.clear();
    fake.logs.clear();
    fake.tasks.push(task(1, 'failed', { exitCode: 143 }));
    await facts.until('task-log', () => true);
    await sources.collect(signal);
    await sources.detach();
    expect(facts.of('task-log')).toMatchObject([
      { taskId: 't1', lines: ['starting with ***', 'cannot open data'], failure: null },
    ]);
    expect(facts.of('gap')).toEqual([]);
  },
);

test('a container that swarm stopped as it should says nothing', async () => {
  const { facts, sources } = await fake.attach(all);
  await sources.look();
  fake.containers.set('c1', container({ ExitCode: 0 }));
  fake.logs.set('c1', 'bye\n');
  for (const [action, attributes] of [
    ['start', {}],
    ['kill', { signal: '15' }],
    ['die', { exitCode: '0' }],
  ] as const)
    fake.tell(containerEvent(action, attributes));
  await facts.until('container-inspect', () => true);
  fake.tasks.push(task(1, 'shutdown'));
  await sources.collect(signal);
  await sources.detach();
  expect(facts.of('task-log')).toEqual([]);
});

test('a log that cannot be read is said, by a log driver that only sends and of a container that is gone', async () => {
  const { facts, sources } = await fake.attach(all);
  await sources.look();
  fake.containers.set('c1', container({}));
  fake.logs.set('c1', 501);
  fake.tell(containerEvent('die', { exitCode: '1' }));
  const { lines, failure } = await facts.until('task-log', () => true);
  expect([lines, failure]).toEqual([[], expect.stringContaining('does not support reading')]);
  fake.tasks.push({
    ...task(1, 'failed'),
    ID: 't2',
    Status: {
      ...(task(1, 'failed')['Status'] as object),
      ContainerStatus: { ContainerID: 'c2', ExitCode: 1 },
    },
  });
  await facts.until(
    'task-log',
    ({ taskId, failure: why }) =>
      taskId === 't2' && why === 'its container was no longer there, or is on another node',
  );
  await sources.detach();
});

test('what still starts at the end is told with its lines and its probes so far', async () => {
  const { facts, sources } = await fake.attach(all);
  await sources.look();
  fake.containers.set(
    'c1',
    container({
      Running: true,
      Health: { Status: 'starting', Log: [{ ExitCode: -1, Output: 'Health check exceeded timeout (2s)' }] },
    }),
  );
  fake.logs.set('c1', 'waiting for the database\n');
  await sources.collect(signal);
  await sources.detach();
  expect(facts.of('task-log')).toMatchObject([{ lines: ['waiting for the database'], failure: null }]);
  expect(facts.of('container-inspect')).toMatchObject([
    { health: 'starting', probes: ['-1 Health check exceeded timeout (2s)'] },
  ]);
});

test('what runs well at the end need not tell', async () => {
  const { facts, sources } = await fake.attach(all);
  await sources.look();
  fake.containers.set('c1', container({ Running: true, Health: { Status: 'healthy' } }));
  await sources.collect(signal);
  await sources.detach();
  expect(facts.of('task-log')).toEqual([]);
});
