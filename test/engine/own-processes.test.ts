// Which processes of an engine are seen to stop or to end. Shells play init and keeper.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { present } from '../../src/base/assert.js';
import { ownProcesses } from '../../src/engine/own-processes.js';
import { childOf, conditionOf, pidOf, tagOf, type ProcessTag } from '../../src/engine/processes.js';

let shell: ChildProcess;
let init: ProcessTag;
let keeper: ProcessTag;
beforeEach(async () => {
  shell = spawn('sh', ['-c', 'sh -c "echo began; read word; :"; :'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(present(shell.stdout, 'output'), 'data');
  init = present(tagOf(present(shell.pid, 'pid')), 'init');
  keeper = present(childOf(init, 'sh'), 'keeper');
});
afterEach(() => {
  for (const tag of [keeper, init]) process.kill(pidOf(tag), 'SIGKILL');
});

it.each(['init', 'keeper'])('%s is told of while it is stopped, and not when it goes on', async (name) => {
  const tag = name === 'init' ? init : keeper;
  const look = ownProcesses(init, null);
  expect(look()).toEqual([]);
  process.kill(pidOf(tag), 'SIGSTOP');
  await vi.waitUntil(() => conditionOf(tag) === 'stopped');
  expect(look()).toEqual([{ name, pid: pidOf(tag), state: 'stopped' }]);
  process.kill(pidOf(tag), 'SIGCONT');
  await vi.waitUntil(() => conditionOf(tag) === 'runs');
  expect(look()).toEqual([]);
});
