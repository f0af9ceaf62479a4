// `driftlab watch-upgrade` on a real swarm that is not the lab's: a private engine of the test plays the
// user's.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PrivateEngine } from '../../src/engine/index.js';
import { watchUpgrade } from '../../src/index.js';
import { driftlab, endStarted, withoutEngine, workplaceIn, type Ran } from './driftlab.js';
import { bootTheirs } from './their-engine.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-watch-'));
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

const living = ['/bin/sleep', '1000'];
const dying = ['/bin/sh', '-c', 'echo out of luck; exit 6'];

function specOf(stack: string, name: string, command: readonly string[]): Record<string, unknown> {
  return {
    Name: `${stack}_${name}`,
    Labels: { 'com.docker.stack.namespace': stack },
    Mode: { Replicated: { Replicas: 1 } },
    TaskTemplate: {
      ContainerSpec: { Image: 'tiny:1', Command: command, Labels: { 'com.docker.stack.namespace': stack } },
    },
    UpdateConfig: { Parallelism: 1, FailureAction: 'rollback', Monitor: 1e9, Order: 'start-first' },
    RollbackConfig: { Parallelism: 1, Monitor: 1e9 },
  };
}

async function stackNamed(stack: string, ...names: readonly string[]): Promise<void> {
  for (const name of names) await theirs.docker.createService(specOf(stack, name, living));
}

/** A deploy script: posts the new spec of one service to the engine that it is given. */
function deployScript(cwd: string, spec: Record<string, unknown>): string {
  const path = join(cwd, 'deploy.mjs');
  writeFileSync(
    path,
    `
    import { request } from 'node:http';
    const spec = ${JSON.stringify(spec)};
    const socketPath = process.env.DOCKER_HOST.replace('unix://', '');
    const call = (method, path, body) => new Promise((resolve, reject) => {
      const asked = request({ socketPath, path, method, headers: { 'content-type': 'application/json', host: 'engine' } }, (answer) => {
        let text = ''; answer.on('data', (data) => { text += data; }); answer.on('end', () => resolve(JSON.parse(text)));
      });
      asked.on('error', reject); asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
    const { Version } = await call('GET', '/services/' + spec.Name);
    await call('POST', '/services/' + spec.Name + '/update?version=' + Version.Index, spec);
    console.log('posted');
  `,
  );
  return path;
}

const watching = (cwd: string, words: readonly string[]): Promise<Ran> =>
  driftlab(cwd, ['watch-upgrade', '--engine', `unix://${theirs.socketPath}`, '--settle', '1s', ...words]);

describe.skipIf(withoutEngine)('watching an upgrade on an engine that is there', () => {
  it("a rollback around a deploy script that says all is well: exit 1, the cause, and the app's last words", async () => {
    const cwd = workplaceIn(folder, 'rollback');
    await stackNamed('shop', 'app');
    const ran = await watching(cwd, [
      '--stack',
      'shop',
      '--journal',
      'upgrade.jsonl',
      '--',
      process.execPath,
      deployScript(cwd, specOf('shop', 'app', dying)),
    ]);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('posted') as string });
    expect(ran.stdout).toMatch(/^upgrade · shop · rolled-back · exit of the new task\n/);
    expect(ran.stdout).toContain('app wrote: out of luck');
    const again = await driftlab(cwd, ['judge', 'upgrade.jsonl', '--json']);
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([
      1,
      { stack: 'shop', verdict: { outcome: 'rolled-back', cause: { exitCode: 6 } } },
    ]);
    expect((await driftlab(cwd, ['explain', 'upgrade.jsonl'])).stdout).toBe(
      ran.stdout.replace(/^evidence: .*\n/m, ''),
    );
  });

  it('the same after the fact, by diagnose: the rollback is proved, with the task that it was for', async () => {
    const cwd = workplaceIn(folder, 'diagnose');
    const ran = await driftlab(cwd, [
      'diagnose',
      'shop',
      '--engine',
      `unix://${theirs.socketPath}`,
      '--json',
    ]);
    expect([ran.code, JSON.parse(ran.stdout)]).toMatchObject([
      1,
      {
        stack: 'shop',
        services: [
          {
            service: 'shop_app',
            lastUpdate: 'rolled-back',
            wrong: true,
            cause: { kind: 'exit', exitCode: 6, said: { log: ['out of luck'] } },
          },
        ],
      },
    ]);
    const unknown = await driftlab(cwd, ['diagnose', 'nowhere', '--engine', `unix://${theirs.socketPath}`]);
    expect([unknown.code, unknown.stderr]).toEqual([
      64,
      expect.stringContaining('there is no stack nowhere: there is shop'),
    ]);
  });

  it('an upgrade that holds: exit 0, also as a library', async () => {
    await stackNamed('fine', 'app');
    const service = theirs.docker.getService('fine_app');
    const watched = await watchUpgrade({
      engine: { by: 'socket', at: theirs.socketPath },
      stack: 'fine',
      settleMs: 1000,
      deploy: async () => {
        const { Version } = (await service.inspect()) as { readonly Version: { readonly Index: number } };
        await service.update({ version: Version.Index, ...specOf('fine', 'app', ['/bin/sleep', '1001']) });
        return { exitCode: 0, stamp: null, failure: null };
      },
    });
    expect(watched.verdict).toMatchObject({ outcome: 'held', cause: null, drift: null });
  });

  it('without a command it waits for the next update, and says when none came', async () => {
    const cwd = workplaceIn(folder, 'waiting');
    await stackNamed('idle', 'app');
    const ran = await watching(cwd, ['--stack', 'idle', '--wait', '1s']);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain('nobody updated the stack idle within 1 s');
  });

  it('refuses what is not there, each in a sentence, and changes nothing', async () => {
    const cwd = workplaceIn(folder, 'refused');
    await stackNamed('here', 'app', 'db');
    const service = theirs.docker.getService('here_app');
    const version = async (): Promise<unknown> =>
      ((await service.inspect()) as { readonly Version: unknown }).Version;
    const before = await version();
    const refusals = [
      ['--stack', 'nowhere', '--', 'true'],
      ['--stack', 'here', '--service', 'web', '--', 'true'],
      ['--stack', 'here', '--', '/no/such/command'],
    ];
    const said = await Promise.all(refusals.map(async (words) => watching(cwd, words)));
    expect(said.map(({ code }) => code)).toEqual([64, 64, 64]);
    expect(said.map(({ stderr }) => stderr)).toEqual([
      expect.stringContaining('there is no stack nowhere') as string,
      expect.stringContaining('the stack here has no service web: it has app, db') as string,
      expect.stringContaining('/no/such/command cannot be run') as string,
    ]);
    expect(await version()).toEqual(before);
  });

  it('a command that hangs is ended, and one that fails is told with its last words', async () => {
    const cwd = workplaceIn(folder, 'hanging');
    await stackNamed('slow', 'app');
    const hung = await watching(cwd, ['--stack', 'slow', '--timeout', '1s', '--', 'sleep', '600']);
    expect([hung.code, hung.stdout]).toEqual([1, expect.stringContaining('ended by driftlab after 1 s')]);
    const failed = await watching(cwd, [
      '--stack',
      'slow',
      '--',
      'sh',
      '-c',
      'echo no such registry >&2; exit 3',
    ]);
    expect([failed.code, failed.stdout]).toEqual([
      1,
      expect.stringMatching(/exit code 3.*no such registry/s),
    ]);
  });

  it('names every file it wrote: the journal, whole lines only', async () => {
    const cwd = workplaceIn(folder, 'journal');
    await stackNamed('kept', 'app');
    await watching(cwd, ['--stack', 'kept', '--journal', 'kept.jsonl', '--', 'true']);
    const lines = readFileSync(join(cwd, 'kept.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly kind: string });
    expect(lines.at(-1)).toMatchObject({ kind: 'trial-end', end: 'completed' });
  });
});
