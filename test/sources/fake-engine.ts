// The few answers of an engine that the sources ask for, on a socket of its own, under the test's hand.
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachAll } from '../../src/sources/attach.js';
import type { Source } from '../../src/sources/source.js';
import type { AttachedSources, Engine, EngineNode } from '../../src/trial/ports.js';
import { recorder, run, stack, type Recorder } from './small-swarm.js';

export interface FakeEngine {
  readonly folder: string;
  readonly services: Record<string, unknown>[];
  readonly tasks: Record<string, unknown>[];
  /** Containers by id, as their inspection shows them. */
  readonly containers: Map<string, Record<string, unknown>>;
  /** What a container wrote, or the status with which the engine refuses to tell. */
  readonly logs: Map<string, string | number>;
  /** Event streams that are open now. */
  readonly streams: Set<ServerResponse>;
  /** Paths of the event streams that were asked for. */
  readonly asked: string[];
  /** Emits `read` when a log was handed out. */
  readonly reading: EventEmitter<{ read: [] }>;
  /** Set to an answer of 500 where a path that contains the text is asked for. */
  failing: string | null;
  readonly tell: (event: Record<string, unknown>) => void;
  /** To an engine of one node, of which this is known besides. */
  readonly attach: (
    sources: readonly Source[],
    node?: Partial<EngineNode>,
    engine?: Partial<Engine>,
  ) => Promise<Attached>;
  readonly close: () => Promise<void>;
}

interface Attached {
  readonly facts: Recorder;
  readonly sources: AttachedSources;
}

export async function fakeEngine(): Promise<FakeEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'dl-fake-'));
  const socketPath = join(folder, 'sock');
  const signal = AbortSignal.timeout(60_000);
  const fake: FakeEngine = {
    folder,
    services: [],
    tasks: [],
    containers: new Map(),
    logs: new Map(),
    streams: new Set(),
    asked: [],
    reading: new EventEmitter(),
    failing: null,
    tell: (event) => {
      for (const stream of fake.streams) stream.write(`${JSON.stringify(event)}\n`);
    },
    attach: async (sources, more = {}, engine = {}) => {
      const facts = recorder(signal);
      const node: Partial<EngineNode> = {
        id: 'n1',
        name: 'node1',
        socketPath,
        daemonLog: null,
        init: null,
        daemon: () => null,
        sharesKernel: false,
        envelopeCgroup: null,
        diskFolder: null,
        ...more,
      };
      const double: Partial<Engine> = {
        socketPath,
        nodes: [node as EngineNode],
        trialsBefore: () => null,
        virtualIps: true,
        cgroupVersion: null,
        lost: new AbortController().signal,
        ...engine,
      };
      return {
        facts,
        sources: await attachAll(sources)(
          {
            engine: double as Engine,
            runs: [run],
            service: 'app',
            loaded: false,
            emit: facts.emit,
          },
          signal,
        ),
      };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const server = createServer(({ url = '' }, response) => {
    answer(fake, url, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(socketPath, resolve);
  });
  return fake;
}

function answer(fake: FakeEngine, url: string, response: ServerResponse): void {
  const json = (value: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  if (fake.failing !== null && url.includes(fake.failing)) {
    json({ message: 'no' }, 500);
    return;
  }
  if (url.startsWith('/events')) {
    fake.asked.push(url);
    fake.streams.add(response);
    response
      .on('close', () => fake.streams.delete(response))
      .writeHead(200)
      .flushHeaders();
    return;
  }
  const [, id = '', what = ''] = /^\/containers\/([^/?]+)\/(\w+)/.exec(url) ?? [];
  if (url.startsWith('/services?')) json(fake.services);
  else if (url.startsWith('/tasks')) json(fake.tasks);
  else if (url === '/networks')
    json([
      { Id: 'n1', Ingress: false },
      { Id: 'n2', Ingress: true },
    ]);
  else if (url === '/networks/n2')
    json({ Id: 'n2', Ingress: true, Containers: { 'ingress-sbox': {}, c9: {} } });
  else if (url.startsWith('/containers/json')) json([...fake.containers.keys()].map((Id) => ({ Id })));
  else if (what === 'logs') {
    log(fake.logs.get(id) ?? 404, response);
    fake.reading.emit('read');
  } else if (what === 'json' && fake.containers.has(id)) json(fake.containers.get(id));
  else json({ message: 'no such thing' }, 404);
}

function log(written: string | number, response: ServerResponse): void {
  if (typeof written === 'number')
    response.writeHead(written).end('{"message":"configured logging driver does not support reading"}');
  else response.end(written);
}

export function service(version: number): Record<string, unknown> {
  return {
    ID: 'svc1',
    Version: { Index: version },
    UpdatedAt: '2026-06-11T00:00:00Z',
    Spec: { Name: `${stack}_app`, Labels: {}, TaskTemplate: {}, Mode: { Replicated: { Replicas: 1 } } },
  };
}

export function task(
  version: number,
  state: string,
  patch: { readonly node?: string; readonly exitCode?: number } = {},
): Record<string, unknown> {
  return {
    ID: 't1',
    Version: { Index: version },
    CreatedAt: '2026-06-11T00:00:00Z',
    Spec: {},
    ServiceID: 'svc1',
    Slot: 1,
    NodeID: patch.node ?? 'n1',
    DesiredState: 'running',
    Status: {
      Timestamp: '2026-06-11T00:00:00Z',
      State: state,
      ContainerStatus: { ContainerID: 'c1', ExitCode: patch.exitCode ?? 0 },
    },
  };
}

export function container(state: Record<string, unknown>): Record<string, unknown> {
  return {
    Id: 'c1',
    State: {
      Running: false,
      OOMKilled: false,
      ExitCode: 1,
      StartedAt: '2026-06-11T00:00:01Z',
      FinishedAt: '2026-06-11T00:00:02Z',
      Health: null,
      ...state,
    },
    Config: {
      Labels: { 'com.docker.swarm.task.id': 't1', 'com.docker.swarm.service.name': `${stack}_app` },
      Env: ['APP_TOKEN=hunter22'],
    },
  };
}

export function containerEvent(
  action: string,
  attributes: Record<string, string> = {},
): Record<string, unknown> {
  return {
    Type: 'container',
    Action: action,
    Actor: {
      ID: 'c1',
      Attributes: {
        'com.docker.swarm.task.id': 't1',
        'com.docker.swarm.service.name': `${stack}_app`,
        ...attributes,
      },
    },
    timeNano: Date.now() * 1e6,
  };
}

export function serviceEvent(): Record<string, unknown> {
  return {
    Type: 'service',
    Action: 'update',
    Actor: { ID: 'svc1', Attributes: { name: `${stack}_app` } },
    timeNano: Date.now() * 1e6,
  };
}
