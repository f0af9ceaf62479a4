import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '../../src/base/deadline.js';
import { bootEngine, loadImages, type PrivateEngine } from '../../src/engine/index.js';
import type { LoadFact } from '../../src/evidence/fact.js';
import { injectors } from '../../src/injectors/index.js';
import { memory } from '../../src/injectors/memory.js';
import type { DrawnLoad } from '../../src/plan/plan.js';
import type { LoadRequest } from '../../src/trial/ports.js';

const mebibyte = 1024 ** 2;
const folder = mkdtempSync(join(tmpdir(), 'dl-load-'));
const signal = AbortSignal.timeout(100_000);
let engine: PrivateEngine | undefined;

beforeAll(async () => {
  engine = await bootEngine({ memoryBytes: 200 * mebibyte, stateDir: folder, signal });
  await loadImages(engine, memory.images, { baseDir: folder, cacheDir: folder }, signal);
});

afterAll(async () => {
  await engine?.destroy();
  rmSync(folder, { recursive: true, force: true });
});

test('the ballast holds its target within five per cent, then lets go by itself', async () => {
  const { load, facts, until } = loadOf('001', { targetBytes: 60 * mebibyte, rampMs: 300, forMs: 1200 });
  const prepared = await memory.prepare(load, signal);
  expect(facts.map(({ event }) => event)).toEqual(['planned']);
  await prepared.begin();
  expect(facts.map(({ event }) => event)).toEqual(['planned', 'started']);
  const { heldBytes } = await until('full');
  expect(Math.abs((heldBytes ?? 0) / load.load.targetBytes - 1)).toBeLessThan(0.05);
  await until('ended');
  const heldAfterFull = facts.slice(facts.findIndex(({ event }) => event === 'full')).filter(({ event }) => event === 'sample');
  expect(heldAfterFull.length).toBeGreaterThan(2);
  await prepared.stop();
  await prepared.stop();
  expect(facts.filter(({ event }) => event === 'ended' || event === 'died')).toHaveLength(1);
  expect(await left()).toEqual([]);
});

test('a ballast that is killed from outside has died', async () => {
  const { load, facts, until } = loadOf('002', { targetBytes: 20 * mebibyte, rampMs: 0, forMs: null });
  const prepared = await memory.prepare(load, signal);
  await prepared.begin();
  await until('full');
  const [container] = await left();
  await engine?.docker.getContainer(container ?? '').kill();
  expect((await until('died')).note).toContain('137');
  await prepared.stop();
  expect(facts.some(({ event }) => event === 'ended')).toBe(false);
  expect(await left()).toEqual([]);
});

test('a load that is taken off early has ended, not died', async () => {
  const { load, facts, until } = loadOf('003', { targetBytes: 20 * mebibyte, rampMs: 0, forMs: null });
  const prepared = await memory.prepare(load, signal);
  await prepared.begin();
  await until('full');
  await prepared.stop();
  expect(facts.at(-1)?.event).toBe('ended');
  expect(facts.some(({ event }) => event === 'died')).toBe(false);
});

test('a load that never began leaves no container and cannot begin any more', async () => {
  const { load, facts } = loadOf('004', { targetBytes: 20 * mebibyte, rampMs: 0, forMs: null });
  const prepared = await memory.prepare(load, signal);
  await prepared.stop();
  expect(facts.map(({ event }) => event)).toEqual(['planned', 'ended']);
  expect(await left()).toEqual([]);
  await expect(prepared.begin()).rejects.toThrow('taken off');
});

test('bytes that do not fit are missing, and said so', async () => {
  const { load, until } = loadOf('005', { targetBytes: 260 * mebibyte, rampMs: 0, forMs: null });
  const prepared = await memory.prepare(load, signal);
  await prepared.begin();
  const last = await Promise.race([until('full'), until('died')]);
  expect(last.event === 'died' || (last.heldBytes ?? 0) < 200 * mebibyte).toBe(true);
  expect(last.note).not.toBeNull();
  await prepared.stop();
});

test('the control says that it holds nothing', async () => {
  const { load, facts } = loadOf('006', { targetBytes: mebibyte, rampMs: 0, forMs: 0 });
  const prepared = await injectors['none']?.prepare(load, signal);
  await prepared?.begin();
  await prepared?.stop();
  expect(facts.map(({ event, heldBytes }) => [event, heldBytes])).toEqual([['planned', 0], ['started', 0], ['full', 0], ['ended', 0]]);
});

interface Watched {
  readonly load: LoadRequest;
  readonly facts: readonly LoadFact[];
  readonly until: (event: LoadFact['event']) => Promise<LoadFact>;
}

function loadOf(trial: string, amounts: Pick<DrawnLoad, 'targetBytes' | 'rampMs' | 'forMs'>): Watched {
  const facts: LoadFact[] = [];
  const load: DrawnLoad = { injector: 'memory', during: 'upgrade', afterMs: 0, band: 0.1, ...amounts };
  return {
    facts,
    load: {
      engine: engine as PrivateEngine, load, index: 0, trial,
      emit: (fact) => {
        facts.push(fact as LoadFact);
        return { ...fact, seq: facts.length, atMs: 0, wall: '', engineAt: null };
      },
    },
    until: async (event) => {
      for (;;) {
        const found = facts.find((fact) => fact.event === event);
        if (found !== undefined) return found;
        await pause(10, signal);
      }
    },
  };
}

async function left(): Promise<readonly string[]> {
  const containers = await engine?.docker.listContainers({ all: true, filters: { label: ['driftlab.trial'] } }) ?? [];
  return containers.map(({ Id }) => Id);
}
