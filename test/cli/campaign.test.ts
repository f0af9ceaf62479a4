// A real campaign through the real command: what is on disk, what judging again gives, what Ctrl-C and
// SIGKILL leave.
import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/verdict/verdict.js';
import {
  driftlab,
  endStarted,
  root,
  startDriftlab,
  untilJournal,
  withoutEngine,
  workplaceIn,
  type Ran,
} from './driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-campaign-'));
const scenario = join(root, 'scenarios', 'controls', 'exits.yml');

afterEach(endStarted);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const workplace = (name: string): string => workplaceIn(folder, name);

describe.skipIf(withoutEngine)('a campaign', () => {
  it('leaves results as documented, and verdicts that evidence alone gives again, byte for byte', async () => {
    const cwd = workplace('whole');
    const ran = await driftlab(cwd, ['run', scenario, '--trials', '2', '--jobs', '2', '--seed', '7']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const latest = join(cwd, 'results', 'latest');
    expect(readlinkSync(latest)).toMatch(/^\d{8}T\d{6}Z-exits-7$/);
    expect(readdirSync(latest).sort()).toEqual([
      'judged.json',
      'manifest.json',
      'plan.json',
      'summary.json',
      'trials',
    ]);
    expect(readdirSync(join(latest, 'trials', '001')).sort()).toEqual([
      'console.log',
      'evidence.jsonl',
      'verdict.json',
    ]);

    const derived = ['summary.json', 'trials/001/verdict.json', 'trials/002/verdict.json'].map((file) =>
      join(latest, file),
    );
    const before = derived.map((path) => readFileSync(path, 'utf8'));
    for (const path of derived) rmSync(path);
    const judged = await driftlab(cwd, ['judge'], { PATH: '/nowhere' });
    expect(judged.code).toBe(0);
    expect(derived.map((path) => readFileSync(path, 'utf8'))).toEqual(before);
    expect((await driftlab(cwd, ['judge', '--diff'])).stdout).toContain(
      'every verdict is the same, byte for byte',
    );
    expect((await driftlab(cwd, ['explain', 'latest/001'])).stdout).toContain('non-zero exit (3)');
    expect(readdirSync(join(cwd, 'state', 'engines'))).toEqual([]);
  });

  it('keeps no secret of the scenario, and replays a trial with it', async () => {
    const cwd = workplace('secret');
    const text = readFileSync(scenario, 'utf8').replaceAll(
      ' ../',
      ` ${join(root, 'scenarios', 'controls')}/../`,
    );
    writeFileSync(join(cwd, 'secret.yml'), text.replace('env: {', 'env: { SMTP_PASSWORD: hunter2-hunter2,'));
    expect(await driftlab(cwd, ['run', 'secret.yml', '--trials', '1'])).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await driftlab(cwd, ['replay', 'latest/001'])).toMatchObject({ code: 0, stderr: '' });
    const kept = readdirSync(join(cwd, 'results'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const leaking = kept.filter((entry) =>
      readFileSync(join(entry.parentPath, entry.name), 'utf8').includes('hunter2'),
    );
    expect(kept.length).toBeGreaterThan(10);
    expect(leaking.map(({ name }) => name)).toEqual([]);
  });

  it(
    'says nothing of an upgrade whose load was killed from outside, though it held, and makes the ' +
      'trial again',
    async () => {
      const cwd = workplace('load-killed');
      const text = readFileSync(join(root, 'scenarios', 'controls', 'must-hold.yml'), 'utf8').replaceAll(
        ' ../',
        ` ${join(root, 'scenarios', 'controls')}/../`,
      );
      writeFileSync(
        join(cwd, 'load-killed.yml'),
        `${text}load: [{ memory: 40MiB, during: whole }]\n`.replace(
          'expect: { all: { drift: none, outcome: held } }\n',
          '',
        ),
      );
      const started = startDriftlab(cwd, ['run', 'load-killed.yml']);
      await untilJournal(
        started,
        join(cwd, 'results', 'latest', 'trials', '001', 'evidence.jsonl'),
        '"event":"full"',
      );
      const engines = join(cwd, 'state', 'engines');
      const sockets = readdirSync(engines)
        .map((engine) => join(engines, engine, 'docker.sock'))
        .filter((path) => existsSync(path));
      const killed = sockets.flatMap((socket) => {
        const docker = (...args: readonly string[]): string =>
          execFileSync('docker', ['--host', `unix://${socket}`, ...args], { encoding: 'utf8' });
        return docker('ps', '--quiet', '--filter', 'label=driftlab.trial')
          .split('\n')
          .filter((id) => id !== '')
          .map((id) => docker('kill', id));
      });
      expect(killed).toHaveLength(1);
      expect((await started.ended).code).toBe(0);
      const [lost, again] = ['001.1', '001'].map(
        (name) =>
          (
            JSON.parse(
              readFileSync(join(cwd, 'results', 'latest', 'trials', name, 'verdict.json'), 'utf8'),
            ) as Verdict
          ).runs[0],
      );
      expect(lost).toMatchObject({
        outcome: 'inconclusive',
        invalid: 'load',
        reason: expect.stringMatching(/^load 1 \(memory\) missed its dose: the load died/) as string,
      });
      expect(again).toMatchObject({ outcome: 'held', invalid: null });
    },
  );

  it('keeps what is finished on Ctrl-C, and resume finishes the rest', async () => {
    const cwd = workplace('interrupted');
    const started = startDriftlab(cwd, ['run', scenario, '--trials', '2', '--jobs', '1']);
    await untilJournal(
      started,
      join(cwd, 'results', 'latest', 'trials', '002', 'evidence.jsonl'),
      '"phase":"base"',
    );
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(130);
    const latest = join(cwd, 'results', 'latest');
    expect(JSON.parse(readFileSync(join(latest, 'summary.json'), 'utf8'))).toMatchObject({
      state: 'interrupted',
    });
    expect(existsSync(join(latest, 'trials', '001', 'verdict.json'))).toBe(true);
    expect(existsSync(join(latest, 'trials', '002', 'verdict.json'))).toBe(false);
    expect(readdirSync(join(cwd, 'state', 'engines'))).toEqual([]);

    expect((await driftlab(cwd, ['resume'])).code).toBe(0);
    expect(JSON.parse(readFileSync(join(latest, 'summary.json'), 'utf8'))).toMatchObject({
      state: 'complete',
    });
  });

  it('leaves no process, mount or network behind when it is killed, and clean removes the rest', async () => {
    const cwd = workplace('killed');
    const started = startDriftlab(cwd, ['run', scenario, '--jobs', '1']);
    await untilJournal(
      started,
      join(cwd, 'results', 'latest', 'trials', '001', 'evidence.jsonl'),
      '"action":"start"',
    );
    const engine = engineProcesses(cwd);
    expect(engine.length).toBeGreaterThan(3);
    started.child.kill('SIGKILL');
    await started.ended;
    await gone(engine);
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(cwd);

    const cleaned = await driftlab(cwd, ['clean']);
    expect(cleaned.stdout).toContain('removed');
    expect(readdirSync(join(cwd, 'state', 'engines'))).toEqual([]);
    expect((await driftlab(cwd, ['clean'])).stdout).toMatch(/^nothing was left behind\n/);
  });

  it('makes a trial whose engine died again on another engine, and keeps what it left', async () => {
    const cwd = workplace('engine-lost');
    const started = startDriftlab(cwd, ['run', scenario, '--trials', '2', '--jobs', '1']);
    await untilJournal(
      started,
      join(cwd, 'results', 'latest', 'trials', '001', 'evidence.jsonl'),
      '"phase":"observe"',
    );
    process.kill(engineOf(cwd, join(cwd, 'results', 'latest', 'trials', '001', 'evidence.jsonl')), 'SIGKILL');
    const ran = await started.ended;
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('drifted in 2 of 2 valid trials');
    expect(ran.stdout).toMatch(/1 attempt lost by the lab and made again, [^]*001\.1: [^]*engine/);
  });

  it(
    'is refused with the arithmetic before it begins when the machine has not the memory that the ' +
      'envelopes need',
    async () => {
      const cwd = workplace('too-large');
      const text = readFileSync(scenario, 'utf8').replaceAll(
        ' ../',
        ` ${join(root, 'scenarios', 'controls')}/../`,
      );
      writeFileSync(join(cwd, 'too-large.yml'), text.replace('448MiB', '4096GiB'));
      const ran = await driftlab(cwd, ['run', 'too-large.yml', '--jobs', '1']);
      expect(ran.code).toBe(69);
      expect(ran.stderr).toContain('4096 GiB');
    },
  );

  it('ends with 2 when no trial is valid, naming the reason, and stops when it is plain that none will be', async () => {
    const cwd = workplace('invalid');
    const text = readFileSync(scenario, 'utf8').replaceAll(
      ' ../',
      ` ${join(root, 'scenarios', 'controls')}/../`,
    );
    writeFileSync(
      join(cwd, 'images-missing.yml'),
      text.replace(/build: .*heavyweb }/g, 'host: there-is-no-such-image:0 }'),
    );
    const from = (socket: string): Promise<Ran> =>
      driftlab(cwd, ['run', 'images-missing.yml', '--trials', '2', '--jobs', '1'], {
        DOCKER_HOST: `unix://${socket}`,
      });
    const nowhere = await from('/nowhere.sock');
    expect([nowhere.code, nowhere.stderr]).toEqual([
      64,
      expect.stringContaining('there is no docker engine at /nowhere.sock'),
    ]);
    // What is there and answers nobody is found out by trials alone.
    writeFileSync(join(cwd, 'dead.sock'), '');
    const ran = await from(join(cwd, 'dead.sock'));
    expect(ran.code).toBe(2);
    expect(ran.stdout.replace(/\s+/g, ' ')).toContain(
      'Stopped without an answer: the lab lost 3 launches in a row',
    );
    expect(ran.stdout).toContain('inconclusive');
    expect(ran.stdout).toContain('; made again');
    expect(ran.stdout).toContain('there-is-no-such-image');
  });
});

/** Process id of the engine that the journal's trial runs on: the launcher, with which all of it ends. */
function engineOf(cwd: string, journal: string): number {
  const id = /"kind":"engine".*?"engine":"(\w+)"/.exec(readFileSync(journal, 'utf8'))?.[1] ?? '';
  const record = JSON.parse(readFileSync(join(cwd, 'state', 'engines', id, 'engine.json'), 'utf8')) as {
    readonly nodes: readonly { readonly launcher: string }[];
  };
  return Number(record.nodes[0]?.launcher.split('@')[0]);
}

/**
 * `pid start-time` of the engine's processes and of all that share a network namespace with one: with the
 * last of them the namespaces and the mounts in them are gone. Numbers of namespaces are given out anew at
 * once, so they prove nothing.
 */
function engineProcesses(cwd: string): readonly string[] {
  const named = pids().filter(
    (pid) => pid !== process.pid && readProc(pid, 'cmdline').includes(join(cwd, 'state')),
  );
  const own = namespaceOf(process.pid);
  const namespaces = new Set(named.map(namespaceOf).filter((name) => name !== null && name !== own));
  return pids()
    .filter((pid) => named.includes(pid) || namespaces.has(namespaceOf(pid)))
    .map(tagOf);
}

function pids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** proc_pid_stat(5): the start time is field 22. */
function tagOf(pid: number): string {
  return `${String(pid)} ${readProc(pid, 'stat').split(') ')[1]?.split(' ')[19] ?? 'gone'}`;
}

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function namespaceOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${String(pid)}/ns/net`);
  } catch {
    return null;
  }
}

/** Resolves when none of the processes is there any more. */
async function gone(tags: readonly string[]): Promise<void> {
  while (tags.some((tag) => tagOf(Number(tag.split(' ')[0])) === tag))
    await new Promise((resolve) => setTimeout(resolve, 20));
}
