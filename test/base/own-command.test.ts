import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { runOwnCommand } from '../../src/base/own-command.js';

const run = (word: string) =>
  runOwnCommand(
    {
      words: ['sh', '-c', ':', word],
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'] ?? '' },
      over: AbortSignal.timeout(10_000),
      hear: () => undefined,
    },
    new AbortController().signal,
  );

it('a command that is too long for the kernel is refused in words', async () => {
  expect((await run('a'.repeat(1000))).exitCode).toBe(0);
  await expect(run('a'.repeat(300_000))).rejects.toMatchObject({
    code: 'missing-tool',
    message: expect.stringContaining('sh cannot be started') as string,
  });
});

it('a command whose time is over before it starts is ended like any other', async () => {
  const end = await runOwnCommand(
    {
      words: ['sleep', '300'],
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'] ?? '' },
      over: AbortSignal.abort(),
      hear: () => undefined,
    },
    new AbortController().signal,
  );
  expect(end).toMatchObject({ timedOut: true, killedBy: 'SIGTERM' });
});

const daemons: readonly (readonly [how: string, begun: string])[] = [
  ['in a session of its own', 'setsid sh -c'],
  ['without its environment', 'setsid env -i sh -c'],
  ['without the files of its parent', `exec 3>&-; setsid sh -c`],
];

it.each(daemons)('what a command leaves running %s is ended', async (_, begun) => {
  const dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  const pid = join(dir, 'pid');
  const script = `${begun} 'echo $$ > ${pid}; exec sleep 300' > /dev/null 2>&1 & while [ ! -s ${pid} ]; do :; done`;
  const end = await runOwnCommand(
    {
      words: ['sh', '-c', script],
      cwd: dir,
      env: { PATH: process.env['PATH'] ?? '' },
      over: AbortSignal.timeout(10_000),
      hear: () => undefined,
    },
    new AbortController().signal,
  );
  expect(end).toMatchObject({ exitCode: 0, left: 1 });
  expect(isAlive(readFileSync(pid, 'utf8').trim())).toBe(false);
  rmSync(dir, { recursive: true });
});

it('nothing of what marks a command stays, and no other process has it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  const bystander = spawn('sleep', ['300'], { stdio: 'ignore' });
  vi.stubEnv('TMPDIR', dir);
  await run('a');
  vi.unstubAllEnvs();
  expect(readdirSync(dir)).toEqual([]);
  expect(isAlive(String(bystander.pid))).toBe(true);
  bystander.kill();
  rmSync(dir, { recursive: true });
});

/** What has ended may still wait for somebody to ask how. */
function isAlive(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
