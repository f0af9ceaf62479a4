// A check that is a program: what it is told, what is made of its end, and that nothing of it stays.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.js';
import type { CheckAnswer } from '../../src/trial/ports.js';
import { contextOf, service, type Wishes } from './context.js';

let dir: string;
let said: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  said = [];
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

async function ask(body: string, more: Wishes = {}): Promise<CheckAnswer> {
  writeFileSync(join(dir, 'wait.sh'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  const context = contextOf({ dir, said, ...more });
  return askWords(['./wait.sh', 'a b'], context);
}

async function askWords(words: readonly string[], context = contextOf({ dir, said })): Promise<CheckAnswer> {
  const answer = await checks['command']?.ask(words, context, AbortSignal.timeout(30_000));
  if (answer === undefined) throw new Error('no check');
  return answer;
}

it('0 is good, anything else bad, and its last words are kept', async () => {
  await expect(ask('echo one; echo two >&2')).resolves.toMatchObject({ answer: 'good', exitCode: 0 });
  await expect(ask('echo not yet; exit 3')).resolves.toEqual({
    answer: 'bad',
    exitCode: 3,
    said: 'not yet',
    failure: null,
  });
  await expect(ask('exit 124')).resolves.toMatchObject({ answer: 'bad', exitCode: 124, said: null });
});

it('one that hangs gives no answer, and is ended with what it left running', async () => {
  const answer = await ask('echo waiting; sleep 60 & echo $! > pid; wait', { timeoutMs: 300 });
  expect(answer).toEqual({
    answer: null,
    exitCode: null,
    said: 'waiting',
    failure: 'no answer within 300 ms',
  });
  expect(isRunning(readFileSync(join(dir, 'pid'), 'utf8').trim())).toBe(false);
});

it('one that answers and leaves something running has answered, and that is ended', async () => {
  const answer = await ask('setsid sleep 60 > /dev/null 2>&1 & echo $! > pid; exit 0');
  expect(answer.answer).toBe('good');
  expect(isRunning(readFileSync(join(dir, 'pid'), 'utf8').trim())).toBe(false);
});

it('one that a signal ends has not answered', async () => {
  await expect(ask('kill -KILL $$')).resolves.toMatchObject({ answer: null, failure: 'ended by SIGKILL' });
});

it('one that floods is heard out, and no more of it kept than its last lines', async () => {
  const answer = await ask('head -c 20000000 /dev/zero | tr "\\0" "x"; echo; echo last; exit 1');
  expect(answer.answer).toBe('bad');
  expect(answer.said?.endsWith('last')).toBe(true);
  expect(answer.said?.length).toBeLessThan(5000);
  expect(said.join('').length).toBeLessThan(2_000_000);
});

it('is told the engine, the upgrade, and what stood before it', async () => {
  const before = [service({ state: 'completed', startedAt: 'older' })];
  await ask('env > told; cat "$DRIFTLAB_BEFORE" > before; printf "[%s]" "$@" >> told', { before });
  const told = readFileSync(join(dir, 'told'), 'utf8');
  for (const line of [
    'DOCKER_HOST=unix:///nowhere/docker.sock',
    'DRIFTLAB_STACK=disc-abc123',
    'DRIFTLAB_SERVICE=app',
    'DRIFTLAB_STAMP=7ae7b0f7+U',
    '[a b]',
  ])
    expect(told).toContain(line);
  expect(JSON.parse(readFileSync(join(dir, 'before'), 'utf8'))).toEqual(before);
});

it('what it says of a secret is masked', async () => {
  const answer = await ask('echo "the password is $DB_PASS"; exit 1', {
    env: { DB_PASS: 'correct-horse-9' },
  });
  expect(answer.said).toBe('the password is ***');
  expect(said.join('')).not.toContain('correct-horse-9');
});

it('a program that is not there is named before anything starts, and gives no answer in a trial', async () => {
  expect(() => checks['command']?.requires(['no-such-program'], dir)).toThrow(
    'there is no program no-such-program to check with',
  );
  writeFileSync(join(dir, 'plain'), 'x');
  expect(() => checks['command']?.requires(['./plain'], dir)).toThrow('may not be executed');
  expect(() => checks['command']?.requires(['./in-the-tree.sh'], dir)).not.toThrow();
  await expect(askWords(['./in-the-tree.sh'])).rejects.toThrow('there is no program ./in-the-tree.sh');
});

function isRunning(pid: string): boolean {
  const stat = join('/proc', pid, 'stat');
  return existsSync(stat) && !readFileSync(stat, 'utf8').includes(') Z ');
}
