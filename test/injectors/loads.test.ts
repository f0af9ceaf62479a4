import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '../../src/base/deadline.js';
import { bootEngine, loadImages, type PrivateEngine } from '../../src/engine/index.js';
import type { LoadFact } from '../../src/evidence/fact.js';
import { loadImage } from '../../src/base/load-image.js';
import { cpu } from '../../src/injectors/cpu.js';
import { io } from '../../src/injectors/io.js';
import { memory } from '../../src/injectors/memory.js';
import type { DrawnLoad } from '../../src/plan/plan.js';
import type { LoadRequest } from '../../src/trial/ports.js';

const mebibyte = 1024 ** 2;
const folder = mkdtempSync(join(tmpdir(), 'dl-load-'));
const signal = AbortSignal.timeout(100_000);
let engine: PrivateEngine | undefined;

beforeAll(async () => {
  engine = await bootEngine({ memoryBytes: 200 * mebibyte, stateDir: folder, signal });
  await loadImages(engine, [loadImage], { baseDir: folder, cacheDir: folder }, signal);
});

afterAll(async () => {
  await engine?.destroy();
  rmSync(folder, { recursive: true, force: true });
});

test('the ballast holds its target within five per cent, then lets go by itself', async () => {
  const { load, facts, until } = loadOf('001', { target: 60 * mebibyte, rampMs: 300, forMs: 1200 });
  const prepared = await memory.prepare(load, signal);
  expect(facts.map(({ event }) => event)).toEqual(['planned']);
  await prepared.begin();
  expect(facts.map(({ event }) => event)).toEqual(['planned', 'started']);
  const { achieved } = await until('full');
  expect(Math.abs((achieved ?? 0) / load.load.target - 1)).toBeLessThan(0.05);
  await until('ended');
  const heldAfterFull = facts
    .slice(facts.findIndex(({ event }) => event === 'full'))
    .filter(({ event }) => event === 'sample');
  expect(heldAfterFull.length).toBeGreaterThan(2);
  await prepared.stop();
  await prepared.stop();
  expect(facts.filter(({ event }) => event === 'ended' || event === 'died')).toHaveLength(1);
  expect(await left()).toEqual([]);
});

test('a ballast that is killed from outside has died', async () => {
  const { load, facts, until } = loadOf('002', { target: 20 * mebibyte, rampMs: 0, forMs: null });
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
  const { load, facts, until } = loadOf('003', { target: 20 * mebibyte, rampMs: 0, forMs: null });
  const prepared = await memory.prepare(load, signal);
  await prepared.begin();
  await until('full');
  await prepared.stop();
  expect(facts.at(-1)?.event).toBe('ended');
  expect(facts.some(({ event }) => event === 'died')).toBe(false);
});

test('a load that never began leaves no container and cannot begin any more', async () => {
  const { load, facts } = loadOf('004', { target: 20 * mebibyte, rampMs: 0, forMs: null });
  const prepared = await memory.prepare(load, signal);
  await prepared.stop();
  expect(facts.map(({ event }) => event)).toEqual(['planned', 'ended']);
  expect(await left()).toEqual([]);
  await expect(prepared.begin()).rejects.toThrow('taken off');
});

test('a load that is taken off while it starts says so, and leaves no container', async () => {
  const { load, facts } = loadOf('013', { target: 20 * mebibyte, rampMs: 0, forMs: null });
  const prepared = await memory.prepare(load, signal);
  await Promise.all([prepared.begin(), prepared.stop()]);
  expect(facts.map(({ event, note }) => [event, note])).toEqual([
    ['planned', null],
    ['ended', 'its window closed while it was still starting'],
  ]);
  expect(await left()).toEqual([]);
});

test('bytes that do not fit are missing, and said so', async () => {
  const { load, until } = loadOf('005', { target: 260 * mebibyte, rampMs: 0, forMs: null });
  const prepared = await memory.prepare(load, signal);
  await prepared.begin();
  const last = await Promise.race([until('full'), until('died')]);
  expect(last.event === 'died' || (last.achieved ?? 0) < 200 * mebibyte).toBe(true);
  expect(last.note).not.toBeNull();
  await prepared.stop();
});

test('a sawtooth is full once a period, and less in between', async () => {
  const target = 40 * mebibyte;
  const { load, facts, until } = loadOf('007', {
    target,
    rampMs: 0,
    forMs: 3200,
    shape: { kind: 'sawtooth', everyMs: 1000 },
  });
  const prepared = await memory.prepare(load, signal);
  await prepared.begin();
  await until('ended');
  const peaks = facts.filter(({ event }) => event === 'full').map(({ achieved }) => (achieved ?? 0) / target);
  expect(peaks.length).toBeGreaterThanOrEqual(3);
  for (const peak of peaks) expect(Math.abs(peak - 1)).toBeLessThan(0.05);
  const samples = facts
    .filter(({ event }) => event === 'sample')
    .map(({ achieved }) => (achieved ?? 0) / target);
  expect(Math.min(...samples)).toBeLessThan(0.6);
  await prepared.stop();
});

test('bursts come and go as they were drawn', async () => {
  const target = 40 * mebibyte;
  const { load, facts, until } = loadOf('008', {
    target,
    rampMs: 0,
    forMs: 3000,
    shape: { kind: 'bursts', everyMs: 1000, seed: 7 },
  });
  const prepared = await memory.prepare(load, signal);
  await prepared.begin();
  await until('ended');
  expect(facts.filter(({ event }) => event === 'full').length).toBeGreaterThanOrEqual(2);
  const samples = facts
    .filter(({ event }) => event === 'sample')
    .map(({ achieved }) => (achieved ?? 0) / target);
  expect([Math.max(...samples) > 0.95, Math.min(...samples) < 0.3]).toEqual([true, true]);
  await prepared.stop();
});

test("a fifth of a core is a fifth of a core by the kernel's own accounting", async () => {
  const { load, facts, until } = loadOf('009', {
    injector: 'cpu',
    unit: 'millicores',
    target: 200,
    rampMs: 0,
    forMs: 3000,
  });
  const prepared = await cpu.prepare(load, signal);
  await prepared.begin();
  await until('ended');
  const rates = facts.filter(({ event }) => event === 'sample').map(({ achieved }) => achieved ?? 0);
  expect(rates.length).toBeGreaterThanOrEqual(3);
  expectNearly(median(rates) / 200);
  await prepared.stop();
  expect(await left()).toEqual([]);
});

test.each([
  ['010', 2 * mebibyte],
  ['012', 100 * 1024],
])(
  'what is written to the disk comes at the rate that was asked for, a low one too, and leaves no ' +
    'volume (%s)',
  async (trial, target) => {
    const { load, facts, until } = loadOf(trial, {
      injector: 'io',
      unit: 'bytes-per-second',
      target,
      rampMs: 0,
      forMs: 3000,
    });
    const prepared = await io.prepare(load, signal);
    await prepared.begin();
    await until('ended');
    const rates = facts.filter(({ event }) => event === 'sample').map(({ achieved }) => achieved ?? 0);
    expect(rates.length).toBeGreaterThanOrEqual(2);
    expectNearly(median(rates) / target);
    await prepared.stop();
    expect(((await engine?.docker.listVolumes())?.Volumes ?? []).map(({ Name }) => Name)).toEqual([]);
  },
);

test('a load that is to stay until its window closes has died when it ends of its own accord', async () => {
  const { load, until } = loadOf('011', { target: 20 * mebibyte, rampMs: 0, forMs: null });
  const prepared = await memory.prepare({ ...load, lifetimeMs: 300 }, signal);
  await prepared.begin();
  expect((await until('died')).note).toContain('its own deadline');
  await prepared.stop();
});

/**
 * Never more than was asked for; a machine that is busy with other tests may give less, which is what the
 * band is for.
 */
function expectNearly(share: number): void {
  expect(share).toBeGreaterThan(0.5);
  expect(share).toBeLessThan(1.1);
}

function median(amounts: readonly number[]): number {
  return [...amounts].sort((a, b) => a - b)[Math.floor(amounts.length / 2)] ?? 0;
}

interface Watched {
  readonly load: LoadRequest;
  readonly facts: readonly LoadFact[];
  readonly until: (event: LoadFact['event']) => Promise<LoadFact>;
}

function loadOf(
  trial: string,
  amounts: Pick<DrawnLoad, 'target' | 'rampMs' | 'forMs'> & Partial<DrawnLoad>,
): Watched {
  const facts: LoadFact[] = [];
  const load: DrawnLoad = {
    injector: 'memory',
    unit: 'bytes',
    shape: { kind: 'steady' },
    during: 'upgrade',
    afterMs: 0,
    band: 0.1,
    ...amounts,
  };
  return {
    facts,
    load: {
      engine: engine as PrivateEngine,
      load,
      index: 0,
      trial,
      lifetimeMs: 60_000,
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
  const containers =
    (await engine?.docker.listContainers({ all: true, filters: { label: ['driftlab.trial'] } })) ?? [];
  return containers.map(({ Id }) => Id);
}
