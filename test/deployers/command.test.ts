// A deploy command of somebody's own: what it is told, what is made of its end, and that nothing of it stays.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { command } from '../../src/deployers/command.js';
import type { Deployment } from '../../src/scenario/deployment.js';
import type { DeployRequest, DeployResult } from '../../src/trial/ports.js';
import { requestIn } from './request.js';

let dir: string;
let said: string[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  mkdirSync(join(dir, 'tree'));
  mkdirSync(join(dir, 'scenario'));
  said = [];
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

function request(words: readonly string[], more: Partial<Deployment> = {}): DeployRequest {
  const plain = requestIn(dir, { treeDir: join(dir, 'tree'), lines: said, env: { HEAP_MIB: '120' } });
  const deployment: Deployment = { timeoutMs: 20_000, options: words, stamp: 'chaos', ...more };
  return {
    ...plain,
    scenarioDir: join(dir, 'scenario'),
    settings: { ...plain.settings, deployer: 'command', deployment },
  };
}

function script(body: string, folder = 'scenario'): void {
  writeFileSync(join(dir, folder, 'deploy.sh'), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

const deploy = (words: readonly string[], more: Partial<Deployment> = {}): Promise<DeployResult> =>
  command.deploy(request(words, more), AbortSignal.timeout(30_000));

it('is told the engine, the step and the stamp, and runs in the tree with the very words', async () => {
  script('pwd; env; printf "[%s]\\n" "$@"');
  await expect(deploy(['./deploy.sh', 'a b', '$HOME; *', ''])).resolves.toEqual({
    exitCode: 0,
    stamp: null,
    failure: null,
  });
  const lines = said.join('').split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      join(dir, 'tree'),
      '[a b]',
      '[$HOME; *]',
      '[]',
      'DOCKER_HOST=unix:///nowhere/docker.sock',
      'DRIFTLAB_STEP=upgrade',
      'DRIFTLAB_STACK=disc-abc123',
      'DRIFTLAB_REF=main',
      'DRIFTLAB_STAMP=upgrade',
      'DRIFTLAB_STAMP_LABEL=coop-cloud.disc-abc123.chaos-version',
      'DRIFTLAB_COMPOSE_FILES=compose.yml',
      `DRIFTLAB_SCRATCH=${join(dir, 'command')}`,
      'DRIFTLAB_CONTEXT=driftlab',
      'STACK_NAME=disc-abc123',
      'HEAP_MIB=120',
    ]),
  );
  expect(existsSync(join(dir, 'command'))).toBe(true);
});

it("has a docker context of the engine under test, and nothing of the user's environment", async () => {
  vi.stubEnv('DRIFTLAB_TEST_LEAK', 'leaked');
  script('env');
  await deploy(['./deploy.sh']);
  vi.unstubAllEnvs();
  expect(said.join('')).not.toContain('leaked');
  const config = /^DOCKER_CONFIG=(.*)$/m.exec(said.join(''))?.[1] ?? '';
  const shown = execFileSync('docker', ['context', 'inspect', 'driftlab'], {
    env: { PATH: process.env['PATH'], DOCKER_CONFIG: config },
    encoding: 'utf8',
  });
  expect(shown).toContain('unix:///nowhere/docker.sock');
});

it("is found in the scenario's folder, then in the tree, or on the PATH", async () => {
  script('echo from the tree', 'tree');
  await deploy(['./deploy.sh']);
  script('echo from the scenario');
  await deploy(['./deploy.sh']);
  await deploy(['echo', 'from the path']);
  expect(said.join('')).toMatch(/from the tree\n[^]*from the scenario\n[^]*from the path\n/);
});

it('that fails is a result, with its exit code and last words', async () => {
  script('echo first; echo no such network >&2; exit 7');
  expect(await deploy(['./deploy.sh'])).toEqual({
    exitCode: 7,
    stamp: null,
    failure: 'first\nno such network',
  });
});

it('that does not end is ended at its timeout, whatever it minds, and told as that', async () => {
  script(`trap "" TERM; echo $$ > ${join(dir, 'pid')}; echo waiting; sleep 60; sleep 60`);
  const result = await deploy(['./deploy.sh'], { timeoutMs: 400 });
  expect(result).toMatchObject({ exitCode: 124 });
  expect(result.failure).toBe('timed out: not done after 400 ms, and ended by driftlab\nwaiting');
  expect(isAlive(Number(readFileSync(join(dir, 'pid'), 'utf8')))).toBe(false);
}, 20_000);

it('that exits with 0 only when it is asked to end has timed out all the same', async () => {
  script('trap "exit 0" TERM; sleep 60 & wait');
  expect(await deploy(['./deploy.sh'], { timeoutMs: 400 })).toMatchObject({ exitCode: 124 });
}, 20_000);

it('leaves nothing running, not even what left its group', async () => {
  const pid = join(dir, 'pid');
  script(`setsid sh -c 'echo $$ > ${pid}; sleep 60' & while [ ! -s ${pid} ]; do sleep 0.05; done`);
  expect(await deploy(['./deploy.sh'])).toMatchObject({ exitCode: 0 });
  expect(isAlive(Number(readFileSync(pid, 'utf8')))).toBe(false);
  expect(said.join('')).toMatch(/that it left running: ended/);
}, 20_000);

it('that floods is kept to a bound, with its last words', async () => {
  script('yes a line of a flood | head -c 20000000; head -c 9000000 /dev/zero; echo; echo the end; exit 1');
  const result = await deploy(['./deploy.sh']);
  expect(result.failure?.split('\n').at(-1)).toBe('the end');
  expect(said.join('').length).toBeLessThan(1.1 * 1024 ** 2);
  expect(said.join('').includes('(what it wrote after this is not kept)')).toBe(true);
}, 20_000);

it('whose secrets it says shows none of them', async () => {
  const asked = request(['./deploy.sh']);
  script('echo "it is $DB_PASSWORD"; exit 1');
  const settings = { ...asked.settings, env: { DB_PASSWORD: 'tr0ub4dor&3' } };
  const result = await command.deploy({ ...asked, settings }, AbortSignal.timeout(20_000));
  expect(`${said.join('')}${result.failure ?? ''}`).not.toContain('tr0ub4dor&3');
});

it.each([
  [['no-such-program-here'], 'there is no program no-such-program-here to deploy with'],
  [['./missing.sh'], 'there is no program ./missing.sh to deploy with'],
])('that is missing cannot be tried: %s', async (words, message) => {
  await expect(deploy(words)).rejects.toMatchObject({ code: 'missing-tool', message });
});

it('that may not be executed is refused before there is an engine', () => {
  writeFileSync(join(dir, 'scenario', 'deploy.sh'), '#!/bin/sh\n', { mode: 0o644 });
  const check = (words: readonly string[]) => () => {
    command.requires?.(request(words));
  };
  expect(check(['./deploy.sh'])).toThrow(/may not be executed/);
  expect(check(['no-such-program-here'])).toThrow(/there is no program/);
  expect(check(['./only-in-the-tree.sh'])).not.toThrow();
  expect(check(['sh'])).not.toThrow();
});

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
}

it('is refused before anything boots where a program that it runs in turn is missing, with how to get it', () => {
  script('exit 0');
  const { settings, scenarioDir } = request(['./deploy.sh'], {
    needs: { sh: 'it is always there', 'no-such-program': 'apt-get install no-such-package' },
  });
  expect(() => command.requires?.({ settings, scenarioDir })).toThrow(
    expect.objectContaining({
      code: 'missing-tool',
      message: './deploy.sh needs no-such-program, which is not on the PATH',
      hint: 'get it: apt-get install no-such-package',
    }),
  );
  const needs = { 'no-such-one': 'make it', sh: 'it is always there', 'no-such-other': 'buy it' };
  const several = request(['./deploy.sh'], { needs });
  expect(() => command.requires?.({ settings: several.settings, scenarioDir })).toThrow(
    expect.objectContaining({
      message: './deploy.sh needs no-such-one, no-such-other, which are not on the PATH',
      hint: 'get them: no-such-one: make it; no-such-other: buy it',
    }),
  );
  const there = request(['./deploy.sh'], { needs: { sh: 'it is always there' } });
  expect(() => command.requires?.({ settings: there.settings, scenarioDir })).not.toThrow();
});
