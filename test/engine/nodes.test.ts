// An engine of several nodes: real daemons in namespaces of their own, joined by a switch.
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readRecord, writeRecord } from '../../src/engine/engine-record.js';
import { findLeftovers } from '../../src/engine/leftovers.js';
import { bootEngine, type PrivateEngine } from '../../src/engine/private-engine.js';
import { isAlive, kill, type ProcessTag } from '../../src/engine/processes.js';
import { undoEngine } from '../../src/engine/undo-engine.js';
import { nodesOf } from '../../src/scenario/engine-nodes.js';

const stateDir = mkdtempSync(join(tmpdir(), 'dl-nodes-'));
const engines = join(stateDir, 'engines');
const signal = AbortSignal.timeout(110_000);
const memoryBytes = 64 * 1024 ** 2;

afterEach(() => {
  expect(readdirSync(engines)).toEqual([]);
});
afterAll(() => {
  rmSync(stateDir, { recursive: true });
});

interface NodeJson {
  readonly ID: string;
  readonly Spec: { readonly Role: string; readonly Labels: unknown };
  readonly Description: { readonly Hostname: string };
  readonly Status: { readonly State: string };
}

/** All first processes of the engine. */
function processesOf({ folder }: PrivateEngine): readonly ProcessTag[] {
  const record = readRecord(folder);
  const tags = record?.nodes.flatMap(({ init, launcher }) => [init, launcher]) ?? [];
  return [...tags, record?.switch ?? null].filter((tag) => tag !== null);
}

describe('an engine of three nodes', () => {
  it('is a swarm with the roles and labels that were asked for, and leaves nothing', async () => {
    const nodes = nodesOf({ nodes: 3, managers: 2, labels: { node3: { disk: 'ssd' } } });
    const engine = await bootEngine({ memoryBytes, nodes, stateDir, signal });
    const found = (await engine.docker.listNodes()) as readonly NodeJson[];
    const [processes, cgroups] = [
      processesOf(engine),
      engine.nodes.map(({ envelopeCgroup }) => envelopeCgroup ?? ''),
    ];
    await engine.destroy();
    const told = found.map(({ Spec, Description, Status }) => [
      Description.Hostname,
      Spec.Role,
      Spec.Labels,
      Status.State,
    ]);
    expect(told.sort()).toEqual([
      ['node1', 'manager', {}, 'ready'],
      ['node2', 'manager', {}, 'ready'],
      ['node3', 'worker', { disk: 'ssd' }, 'ready'],
    ]);
    expect(engine.nodes.map(({ id }) => id).sort()).toEqual(found.map(({ ID }) => ID).sort());
    expect(new Set(cgroups).size).toBe(3);
    expect(processes).toHaveLength(7);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(cgroups.filter(existsSync)).toEqual([]);
    expect(engine.lost.aborted).toBe(false);
  });

  it.each(['a worker', 'the network between them'])('is lost with %s', async (what) => {
    const engine = await bootEngine({ memoryBytes, nodes: nodesOf({ nodes: 2 }), stateDir, signal });
    try {
      const lost = once(engine.lost, 'abort');
      kill((what === 'a worker' ? engine.nodes[1]?.init : readRecord(engine.folder)?.switch) ?? '');
      await lost;
      expect(String(engine.lost.reason)).toContain(
        what === 'a worker' ? `node2 of engine ${engine.id}` : `the network of engine ${engine.id}`,
      );
    } finally {
      await engine.destroy();
    }
  });
});

it('a worker starts its daemon again, and is the same node', async () => {
  const engine = await bootEngine({ memoryBytes, nodes: nodesOf({ nodes: 2 }), stateDir, signal });
  try {
    const worker = engine.nodes[1];
    const before = worker?.daemon();
    await worker?.restartDaemon?.('SIGTERM', signal);
    expect(worker?.daemon()).not.toBe(before);
    const info = (await worker?.docker.info()) as { readonly Swarm: { readonly NodeID: string } };
    expect(info.Swarm.NodeID).toBe(worker?.id);
    expect(engine.lost.aborted).toBe(false);
  } finally {
    await engine.destroy();
  }
});

it('an engine whose record is older, when an engine was one node, is found and undone by it', async () => {
  const engine = await bootEngine({ memoryBytes, stateDir, signal });
  const path = join(engine.folder, 'engine.json');
  const written = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const [node] = written['nodes'] as readonly Record<string, unknown>[];
  writeRecord({ ...written, ...node, folder: engine.folder, nodes: undefined, switch: undefined } as never);
  const record = readRecord(engine.folder);
  expect(record?.nodes).toMatchObject([{ name: null, role: 'manager', init: engine.nodes[0].init }]);
  expect(findLeftovers(stateDir)).toEqual([]); // its driftlab, this one, still runs
  if (record !== null) await undoEngine(record);
  expect(isAlive(engine.nodes[0].init)).toBe(false);
  await engine.destroy();
});
