// What a campaign leaves is seen: nothing, and each kind of thing that is planted.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { leftOf, tracesOf } from './left.js';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'dl-left-of-'));
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true });
});

const nothing = { cgroups: [], networkNamespaces: [] };

it('nothing is left of a place in which nothing was done', () => {
  expect(leftOf(place, nothing)).toEqual([]);
});

it('folders of engines, visits and scratch are seen', () => {
  for (const path of ['state/engines/a', 'state/visits/b', 'tmp/driftlab-1-ns2-c'])
    mkdirSync(join(place, path), { recursive: true });
  expect(leftOf(place, nothing)).toEqual([
    'folder state/engines/a',
    'folder state/visits/b',
    'folder tmp/driftlab-1-ns2-c',
  ]);
  expect(tracesOf(place).cgroups).toEqual(['driftlab-a']);
});

it('a process is seen by what it was told, by word or by environment', async () => {
  const byWord = spawn(
    process.execPath,
    ['-e', 'console.log(1); setInterval(() => 0, 1000)', join(place, 'word')],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const byEnv = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => 0, 1000)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { HOME: join(place, 'home') },
  });
  await Promise.all([byWord, byEnv].map(({ stdout }) => once(stdout, 'data')));
  expect(leftOf(place, nothing).map((line) => line.split(':')[0])).toEqual(
    [byWord, byEnv].map(({ pid }) => `process ${String(pid)}`).sort(),
  );
  for (const child of [byWord, byEnv]) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  expect(leftOf(place, nothing)).toEqual([]);
});
