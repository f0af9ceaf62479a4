// `driftlab capture` on a real swarm that is not the lab's: what was captured there gives the same verdict on
// an engine of the lab's own, and nothing is changed where it was captured.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PrivateEngine } from '../../src/engine/index.js';
import { driftlab, endStarted, withoutEngine, workplaceIn, type Ran } from './driftlab.js';
import { bootTheirs } from './their-engine.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-capture-'));
const signal = AbortSignal.timeout(600_000);
let theirs: PrivateEngine;

beforeAll(async () => {
  if (!withoutEngine) theirs = await bootTheirs(folder, signal);
});
afterEach(() => {
  endStarted();
});
afterAll(async () => {
  if (!withoutEngine) await theirs.destroy();
  rmSync(folder, { recursive: true, force: true });
});

type Spec = Record<string, unknown>;

function specOf(stack: string, command: readonly string[]): Spec {
  return {
    Name: `${stack}_app`,
    Labels: { 'com.docker.stack.namespace': stack },
    Mode: { Replicated: { Replicas: 1 } },
    TaskTemplate: {
      ContainerSpec: {
        Image: 'tiny:1',
        Command: command,
        Env: ['API_TOKEN=hunter22-hunter22'],
        Healthcheck: { Test: ['CMD', '/bin/sh', '-c', 'true'], Interval: 5e8, Retries: 2 },
        Labels: { 'com.docker.stack.namespace': stack },
      },
      RestartPolicy: { Condition: 'any', Delay: 5e8 },
    },
    UpdateConfig: { Parallelism: 1, FailureAction: 'rollback', Monitor: 2e9, Order: 'start-first' },
    RollbackConfig: { Parallelism: 1, Monitor: 1e9 },
  };
}

interface Shown {
  readonly Version: { readonly Index: number };
  readonly UpdateStatus?: { readonly State?: string };
}

/** Deploys the one and then the other, until swarm has made up its mind. */
async function upgraded(stack: string, from: readonly string[], to: readonly string[]): Promise<void> {
  await theirs.docker.createService(specOf(stack, from));
  await untilRunning(stack);
  const service = theirs.docker.getService(`${stack}_app`);
  const { Version } = (await service.inspect()) as Shown;
  await service.update({ version: Version.Index, ...specOf(stack, to) });
  await until(async () => /completed$/.test(((await service.inspect()) as Shown).UpdateStatus?.State ?? ''));
}

const untilRunning = (stack: string): Promise<void> =>
  until(async () =>
    (
      (await theirs.docker.listTasks({ filters: { service: [`${stack}_app`] } })) as readonly {
        readonly Status: { readonly State: string };
      }[]
    ).some(({ Status }) => Status.State === 'running'),
  );

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const captured = (cwd: string, words: readonly string[]): Promise<Ran> =>
  driftlab(cwd, ['capture', '--engine', `unix://${theirs.socketPath}`, ...words]);

async function outcomesOf(cwd: string, scenario: string): Promise<unknown> {
  const ran = await driftlab(cwd, [
    'run',
    scenario,
    '--trials',
    '2',
    '--arm',
    'as-it-is',
    '--jobs',
    '1',
    '--out',
    'out',
  ]);
  expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
  return ['001', '002'].map((id) => {
    const file = join(cwd, 'out', 'latest', 'trials', id, 'verdict.json');
    const { runs } = JSON.parse(readFileSync(file, 'utf8')) as { readonly runs: readonly unknown[] };
    return runs[0];
  });
}

describe.skipIf(withoutEngine)('a captured stack', () => {
  it.each([
    [
      'rolls',
      ['/bin/sh', '-c', 'sleep 1; exit 6'],
      { outcome: 'rolled-back', cause: { kind: 'exit', exitCode: 6 } },
    ],
    ['holds', ['/bin/sleep', '1001'], { outcome: 'held', cause: null }],
  ] as const)('%s on an engine of its own as it did where it was captured', async (stack, head, verdict) => {
    const cwd = workplaceIn(folder, stack);
    await upgraded(stack, ['/bin/sleep', '1000'], head);
    const before: unknown = await theirs.docker.getService(`${stack}_app`).inspect();
    const ran = await captured(cwd, [stack, '--to', 'kept']);
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining('the upgrade changes app')]);
    expect(ran.stdout).toContain('made values take the place of secrets:\n  app: API_TOKEN');
    for (const file of readdirSync(join(cwd, 'kept'), { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.yml') || file.endsWith('.json'))
        expect(readFileSync(join(cwd, 'kept', file), 'utf8')).not.toContain('hunter22');
    expect(await outcomesOf(cwd, 'kept/scenario.yml')).toMatchObject([verdict, verdict]);
    expect(await theirs.docker.getService(`${stack}_app`).inspect()).toEqual(before);
  });

  it('by stand-ins rolls back too, and says that they are', async () => {
    const cwd = workplaceIn(folder, 'stand-ins');
    const ran = await captured(cwd, ['rolls', '--to', 'kept', '--stand-ins']);
    expect([ran.code, ran.stdout]).toEqual([
      0,
      expect.stringContaining('stand-ins, which are not the real app:'),
    ]);
    expect(readFileSync(join(cwd, 'kept', 'scenario.yml'), 'utf8')).toContain('with a stand-in for app?');
    expect(await outcomesOf(cwd, 'kept/scenario.yml')).toMatchObject([
      { outcome: 'rolled-back', cause: { kind: 'exit', exitCode: 6 } },
      {},
    ]);
  });

  it('is the base of the next one, and is what sweep reads of the swarm', async () => {
    const cwd = workplaceIn(folder, 'next');
    expect((await captured(cwd, ['holds', '--to', 'first'])).code).toBe(0);
    const next = await captured(cwd, ['holds', '--to', 'second one', '--base', 'first']);
    expect([next.code, next.stdout]).toEqual([0, expect.stringContaining('base and head are the same')]);
    expect(next.stdout).toContain("next: driftlab check 'second one/scenario.yml'\n");
    expect(next.stdout).toContain("with --base 'second one', or write");
    const swept = await driftlab(cwd, ['sweep', '--engine', `unix://${theirs.socketPath}`, '--json']);
    expect([swept.code, swept.stdout]).toEqual([1, expect.stringContaining('holds/recipe/head.yml')]);
  });

  it('is refused in a sentence where it cannot be captured, and nothing is left', async () => {
    const cwd = workplaceIn(folder, 'refused');
    const refusals = await Promise.all([
      captured(cwd, ['nowhere', '--to', 'a']),
      captured(cwd, ['holds', '--to', '.']),
      captured(cwd, ['holds', '--to', 'b', '--base', 'none']),
      driftlab(cwd, ['capture', 'holds', '--to', 'c', '--engine', 'unix:///no/such.sock']),
    ]);
    expect(refusals.map(({ code }) => code)).toEqual([64, 64, 64, 69]);
    expect(refusals.map(({ stderr }) => stderr)).toEqual([
      expect.stringContaining('there is no stack nowhere') as string,
      expect.stringContaining('. is there already') as string,
      expect.stringContaining('none is no capture') as string,
      expect.stringContaining('does not answer') as string,
    ]);
    expect(['a', 'b', 'c'].filter((name) => existsSync(join(cwd, name)))).toEqual([]);
    expect(readdirSync(cwd).sort()).toEqual(['state', 'tmp']);
  });
});
