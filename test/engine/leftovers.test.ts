import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  bootEngine,
  downEngine,
  findLeftovers,
  listEngines,
  removeLeftovers,
} from '../../src/engine/index.js';
import { isAlive, pidOf } from '../../src/engine/processes.js';
import { startAnother } from './another-driftlab.js';
import { writeTinyImage } from './tiny-image.js';

const stateDir = mkdtempSync(join(tmpdir(), 'dl-left-'));
const signal = AbortSignal.timeout(120_000);

beforeAll(() => {
  // Other tests have scratch folders in the common one.
  process.env['TMPDIR'] = stateDir;
  writeTinyImage(stateDir);
});
afterAll(async () => {
  for (const { id } of listEngines(stateDir)) await downEngine(stateDir, id);
  rmSync(stateDir, { recursive: true });
});

/** Processes that are in the same namespace of this kind. */
function inNamespace(kind: string, namespace: string): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && namespaceOf(name, kind) === namespace);
}

function namespaceOf(pid: string, kind: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return null;
  }
}

test(
  'after kill -9 of driftlab no process, mount or network namespace of its engine is left, and clean ' +
    'sweeps the rest',
  async () => {
    const { child, booted } = await startAnother(stateDir, false);
    const init = String(pidOf(booted.init));
    const namespaces = ['net', 'mnt', 'pid'].map((kind) => [kind, namespaceOf(init, kind) ?? ''] as const);
    for (const [kind, namespace] of namespaces)
      expect(inNamespace(kind, namespace).length).toBeGreaterThan(1);
    expect(findLeftovers(stateDir)).toEqual([]);

    child.kill('SIGKILL');
    const left = (): readonly string[] =>
      namespaces.flatMap(([kind, namespace]) => inNamespace(kind, namespace));
    await vi.waitUntil(() => left().length === 0, { timeout: 10_000, interval: 20 });

    const leftovers = findLeftovers(stateDir);
    expect(leftovers.map(({ what }) => what)).toEqual([
      expect.stringMatching(`engine ${booted.id} .* left by a driftlab that is gone`),
    ]);
    await removeLeftovers(leftovers);
    expect(existsSync(booted.folder)).toBe(false);
    expect(existsSync(booted.envelopeCgroup)).toBe(false);
    expect(findLeftovers(stateDir)).toEqual([]);
  },
);

test('a kept engine outlives the driftlab that started it, is no leftover, and goes down when asked', async () => {
  const { child, booted } = await startAnother(stateDir, true);
  if (child.exitCode === null) await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  expect(isAlive(booted.daemon)).toBe(true);
  expect(listEngines(stateDir)).toMatchObject([{ id: booted.id, keep: true, running: true }]);
  expect(findLeftovers(stateDir)).toEqual([]);
  await downEngine(stateDir, booted.id);
  expect(isAlive(booted.daemon)).toBe(false);
  expect(existsSync(booted.folder)).toBe(false);
  expect(existsSync(booted.envelopeCgroup)).toBe(false);
});

test('an engine whose driftlab lives is neither a leftover nor taken down', async () => {
  const engine = await bootEngine({ memoryBytes: 128 * 1024 ** 2, stateDir, signal });
  try {
    expect(findLeftovers(stateDir)).toEqual([]);
    await expect(downEngine(stateDir, engine.id)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('in use') as string,
    });
    await expect(downEngine(stateDir, 'nobody')).rejects.toMatchObject({ code: 'bad-input' });
  } finally {
    await engine.destroy();
  }
});

test('a scratch folder is a leftover only when the pid in its name is gone', async () => {
  const gone = join(tmpdir(), 'driftlab-4194304-gone'); // one more than the largest pid there can be
  const used = join(tmpdir(), `driftlab-${String(process.pid)}-used`);
  mkdirSync(gone);
  mkdirSync(used);
  try {
    const found = findLeftovers(stateDir).filter(({ path }) => path === gone || path === used);
    expect(found.map(({ path }) => path)).toEqual([gone]);
    await removeLeftovers(found);
    expect(existsSync(gone)).toBe(false);
  } finally {
    rmSync(gone, { recursive: true, force: true });
    rmSync(used, { recursive: true, force: true });
  }
});
