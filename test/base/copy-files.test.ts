// Copying: what it says where it cannot, and that it ends with who began it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { copyFiles } from '../../src/base/copy-files.js';
import { dyingWithUs } from '../../src/base/dying-with-us.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dl-copy-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const within = { timeout: 10_000, interval: 10 };
const signal = AbortSignal.timeout(20_000);

it('copies, and says in the words of cp what cannot be copied', async () => {
  writeFileSync(join(dir, 'from'), 'rows');
  await copyFiles(join(dir, 'from'), join(dir, 'to'), signal);
  expect(readFileSync(join(dir, 'to'), 'utf8')).toBe('rows');
  await expect(copyFiles(join(dir, 'absent'), join(dir, 'to'), signal)).rejects.toThrow(/^cp: .*absent/);
});

it('ends when whoever began it is killed', async () => {
  writeFileSync(join(dir, 'cp'), '#!/bin/sh\necho $$ > "$3.new"; mv "$3.new" "$3"; exec sleep 1000\n', {
    mode: 0o755,
  });
  const room = JSON.stringify(resolve(import.meta.dirname, '../../src/base/copy-files.ts'));
  const to = join(dir, 'pid');
  const script = `const { runnerImport } = await import('vite');
    const { module: { copyFiles } } = await runnerImport(${room});
    await copyFiles('from', ${JSON.stringify(to)}, new AbortController().signal);`;
  const lab = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, PATH: [dir, process.env['PATH']].join(delimiter) },
    stdio: 'inherit',
  });
  await vi.waitUntil(() => existsSync(to), within);
  const copying = `/proc/${readFileSync(to, 'utf8').trim()}/cmdline`;
  expect(readFileSync(copying, 'utf8')).toContain('sleep');
  lab.kill('SIGKILL');
  await once(lab, 'exit');
  await vi.waitUntil(() => !existsSync(copying) || readFileSync(copying, 'utf8') === '', within);
});

it.each([
  { parent: 'this process', around: [], ran: true },
  {
    parent: 'another, as after a death in between',
    around: ['sh', '-c', '"$@"; exit "$?"', 'sh'],
    ran: false,
  },
])('a program that is to die with us runs under $parent: $ran', async ({ around, ran }) => {
  const file = join(dir, 'ran');
  const [program = '', ...words] = [...around, ...dyingWithUs(['touch', file])];
  await once(spawn(program, words, { stdio: 'inherit' }), 'exit');
  expect(existsSync(file)).toBe(ran);
});
