import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { bootEngine } from '../../src/engine/private-engine.js';
import { isAlive } from '../../src/engine/processes.js';

const stateDir = mkdtempSync(join(tmpdir(), 'dl-engine-'));
const signal = AbortSignal.timeout(60_000);
const memoryBytes = 256 * 1024 ** 2;
const engines = join(stateDir, 'engines');

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  if (existsSync(engines)) expect(readdirSync(engines)).toEqual([]);
});
afterAll(() => {
  rmSync(stateDir, { recursive: true });
});

test('an engine boots as a swarm that keeps every task record, and leaves nothing when destroyed', async () => {
  const engine = await bootEngine({ memoryBytes, stateDir, signal });
  const swarm = (await engine.docker.swarmInspect()) as { readonly Spec: unknown };
  expect(swarm.Spec).toMatchObject({ Orchestration: { TaskHistoryRetentionLimit: -1 } });
  expect(((await engine.docker.info()) as { readonly Swarm: unknown }).Swarm).toMatchObject({
    NodeID: engine.nodes[0].id,
    LocalNodeState: 'active',
  });
  expect(isAlive(engine.nodes[0].daemon() ?? '')).toBe(true);
  expect(readFileSync(engine.nodes[0].daemonLog ?? '', 'utf8')).toContain('level=debug');
  await engine.destroy();
  await engine.destroy();
  expect(isAlive(engine.nodes[0].init)).toBe(false);
  expect(existsSync(engine.nodes[0].envelopeCgroup ?? '')).toBe(false);
  expect(engine.lost.aborted).toBe(false);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'its daemon ends by %s and starts again, and the engine is the same',
  async (by) => {
    const engine = await bootEngine({ memoryBytes, stateDir, signal });
    try {
      const before = engine.nodes[0].daemon() ?? '';
      await engine.nodes[0].restartDaemon?.(by, signal);
      expect(isAlive(before)).toBe(false);
      expect(isAlive(engine.nodes[0].daemon() ?? '')).toBe(true);
      expect(((await engine.docker.info()) as { readonly Swarm: unknown }).Swarm).toMatchObject({
        NodeID: engine.nodes[0].id,
      });
      expect(engine.lost.aborted).toBe(false);
      // It is guarded as before: a daemon that ends unasked ends the engine.
      process.kill(Number((engine.nodes[0].daemon() ?? '').split('@')[0]), 'SIGKILL');
      await new Promise((resolve) => {
        engine.lost.addEventListener('abort', resolve, { once: true });
      });
    } finally {
      await engine.destroy();
    }
  },
);

test('what DOCKER_HOST says has no say: the lab acts on its own engine', async () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://192.0.2.1:2376');
  vi.stubEnv('DOCKER_TLS_VERIFY', '1');
  const engine = await bootEngine({ memoryBytes, stateDir, signal });
  await engine.destroy();
});

test('an engine that does not come up is an error with the last lines of its log', async () => {
  const fakes = mkdtempSync(join(tmpdir(), 'dl-fake-'));
  writeFileSync(
    join(fakes, 'dockerd'),
    '#!/bin/sh\necho "failed to start daemon: no space left" >&2\nexit 1\n',
    { mode: 0o755 },
  );
  vi.stubEnv('PATH', `${fakes}:${process.env['PATH'] ?? ''}`);
  try {
    await expect(bootEngine({ memoryBytes, stateDir, signal })).rejects.toMatchObject({
      code: 'engine-boot',
      message: expect.stringContaining('failed to start daemon: no space left') as string,
    });
  } finally {
    rmSync(fakes, { recursive: true });
  }
});

test('a boot that is interrupted ends with the reason and leaves nothing', async () => {
  const asked = new AbortController();
  const boot = expect(bootEngine({ memoryBytes, stateDir, signal: asked.signal })).rejects.toThrow('enough');
  setTimeout(() => {
    asked.abort(new Error('enough'));
  }, 200);
  await boot;
});

test('an envelope that the machine does not have is refused before anything is started', async () => {
  await expect(bootEngine({ memoryBytes: totalmem() * 2, stateDir, signal })).rejects.toMatchObject({
    code: 'engine-boot',
  });
});

test('without root it is said at once what to do', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  await expect(bootEngine({ memoryBytes, stateDir, signal })).rejects.toMatchObject({
    code: 'missing-tool',
    hint: 'Run the same command with sudo.',
  });
});

test('a folder of programs that is not there, or lacks one, is refused with what it lacks', async () => {
  const programs = mkdtempSync(join(tmpdir(), 'dl-programs-'));
  for (const name of ['dockerd', 'containerd', 'runc'])
    writeFileSync(join(programs, name), '#!/bin/sh\n', { mode: name === 'runc' ? 0o644 : 0o755 });
  try {
    await expect(bootEngine({ memoryBytes, stateDir, signal, programs })).rejects.toMatchObject({
      code: 'missing-tool',
      message: `the engine's programs are to come from ${programs}, which lacks containerd-shim-runc-v2, runc`,
    });
    await expect(
      bootEngine({ memoryBytes, stateDir, signal, programs: join(programs, 'no') }),
    ).rejects.toMatchObject({
      code: 'missing-tool',
      message: `there is no folder ${join(programs, 'no')} with the programs of an engine`,
    });
  } finally {
    rmSync(programs, { recursive: true });
  }
});

test('a state folder with too long a path is refused with the way out', async () => {
  const long = join(stateDir, 'x'.repeat(90));
  await expect(bootEngine({ memoryBytes, stateDir: long, signal })).rejects.toMatchObject({
    code: 'bad-input',
    hint: 'Set DRIFTLAB_STATE to a shorter folder.',
  });
  expect(existsSync(long)).toBe(false);
});
