import { once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachSources } from '../../src/sources/index.js';
import {
  create,
  living,
  recorder,
  run,
  serviceSpec,
  smallSwarm,
  update,
  type SmallSwarm,
} from './small-swarm.js';

let swarm: SmallSwarm | undefined;
let proxy: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
  swarm = await smallSwarm(128 * 1024 ** 2);
});

afterAll(async () => {
  proxy.close();
  await swarm?.close();
});

test('a stream that breaks is a gap, and what happened meanwhile is told once by the next stream', async () => {
  const { engine } = swarm as SmallSwarm;
  const facts = recorder(AbortSignal.timeout(60_000));
  const socketPath = await proxyTo(engine.socketPath, join(engine.folder, 'proxy.sock'));
  const sources = await attachSources(
    {
      engine: { ...engine, nodes: [{ ...engine.nodes[0], socketPath }] },
      runs: [run],
      service: 'app',
      loaded: true,
      emit: facts.emit,
    },
    AbortSignal.timeout(60_000),
  );
  await create(engine, serviceSpec('aaaaaaaa', living));
  await facts.until('task', ({ state }) => state === 'running');
  for (const socket of sockets) socket.destroy();
  await update(engine, { ...serviceSpec('bbbbbbbb', living) });
  await facts.until('gap', ({ source }) => source === 'events');
  await facts.until('spec', ({ spec }) => spec.stamp === 'bbbbbbbb');
  await facts.until('service-event', ({ action }) => action === 'update');
  await sources.detach();
  const said = facts
    .of('service-event')
    .map(({ engineAt, action, stateNew }) => `${engineAt ?? ''} ${action} ${stateNew ?? ''}`);
  expect(new Set(said).size).toBe(said.length);
  const starts = facts
    .of('container')
    .filter(({ action }) => action === 'start')
    .map(({ containerId }) => containerId);
  expect(new Set(starts).size).toBe(starts.length);
});

test('an engine that dies leaves gaps and no unhandled error', async () => {
  const { engine } = swarm as SmallSwarm;
  const facts = recorder(AbortSignal.timeout(60_000));
  const sources = await attachSources(
    { engine, runs: [run], service: 'app', loaded: true, emit: facts.emit },
    AbortSignal.timeout(60_000),
  );
  const lost = once(engine.lost, 'abort');
  process.kill(Number(engine.nodes[0].init.split('@')[0]), 'SIGKILL');
  await lost;
  await facts.until('gap', ({ source }) => source === 'events');
  await sources.look();
  await sources.collect(AbortSignal.timeout(10_000));
  await sources.detach();
  expect(facts.of('gap').map(({ source }) => source)).toEqual(
    expect.arrayContaining(['events', 'specs', 'tasks', 'remains']),
  );
  const gaps = facts.of('gap').filter(({ source }) => source === 'events' || source === 'specs');
  expect(gaps).toHaveLength(2);
});

async function proxyTo(target: string, path: string): Promise<string> {
  proxy = createServer((socket) => {
    const onward = connect(target);
    sockets.add(socket);
    socket
      .on('error', () => onward.destroy())
      .on('close', () => {
        onward.destroy();
      });
    onward
      .on('error', () => socket.destroy())
      .on('close', () => {
        socket.destroy();
      });
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => {
    proxy.listen(path, resolve);
  });
  return path;
}
