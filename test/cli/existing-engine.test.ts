// Trials on an engine that is not the lab's: a private engine of the test plays the user's, with a service of
// somebody else on it.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clientFor } from '../../src/engine/client.js';
import { bootEngine, type PrivateEngine } from '../../src/engine/index.js';
import { pidOf, tagOf } from '../../src/engine/processes.js';
import type { Verdict } from '../../src/verdict/verdict.js';
import {
  driftlab,
  endStarted,
  root,
  startDriftlab,
  untilJournal,
  withoutEngine,
  workplaceIn,
  type Started,
} from './driftlab.js';
import { bootTheirs } from './their-engine.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-existing-'));
const signal = AbortSignal.timeout(600_000);
let theirs: PrivateEngine;

beforeAll(async () => {
  if (!withoutEngine) theirs = await bootTheirs(folder, signal);
});
afterEach(async () => {
  endStarted();
  if (withoutEngine) return;
  for (const { ID } of await theirs.docker.listServices({ filters: { name: ['somebody_'] } }))
    await theirs.docker.getService(ID).remove();
});
afterAll(async () => {
  if (!withoutEngine) await theirs.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** A place of its own with a scenario of one arm on the user's engine. */
function place(name: string, more = ''): string {
  const cwd = workplaceIn(folder, name);
  const controls = join(root, 'scenarios', 'controls');
  const text = readFileSync(join(controls, 'must-hold.yml'), 'utf8')
    .replaceAll(' ../', ` ${controls}/../`)
    .replace(/^engine: .*$/m, `engine: { existing: { socket: ${theirs.socketPath} } }`)
    .replace(/^expect: .*\n/m, '');
  writeFileSync(join(cwd, 'theirs.yml'), text + more);
  return cwd;
}

/** Gives how to ask for the version index of its service. */
async function somebodysService(): Promise<() => Promise<number>> {
  const { id } = (await theirs.docker.createService({
    Name: 'somebody_web',
    Mode: { Replicated: { Replicas: 1 } },
    TaskTemplate: { ContainerSpec: { Image: 'tiny:1', Command: ['/bin/sleep', '1000'] } },
  })) as unknown as { readonly id: string };
  const service = theirs.docker.getService(id);
  return async () =>
    ((await service.inspect()) as { readonly Version: { readonly Index: number } }).Version.Index;
}

/**
 * Everything that is on the user's engine, by name; swarm makes its gateway network by itself, some time
 * after it began.
 */
async function inventory(): Promise<unknown> {
  const { docker } = theirs;
  const [services, networks, volumes, secrets, configs, images] = await Promise.all([
    docker.listServices(),
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listSecrets(),
    docker.listConfigs(),
    docker.listImages(),
  ]);
  return {
    services: services.map(({ Spec }) => Spec?.Name),
    networks: networks
      .map(({ Name }) => Name)
      .filter((name) => name !== 'docker_gwbridge')
      .sort(),
    volumes: volumes.Volumes.map(({ Name }) => Name),
    secrets: secrets.length,
    configs: configs.length,
    images: images.flatMap(({ RepoTags }) => RepoTags ?? []).sort(),
  };
}

function verdictOf(cwd: string): Verdict {
  return JSON.parse(
    readFileSync(join(cwd, 'results', 'latest', 'trials', '001', 'verdict.json'), 'utf8'),
  ) as Verdict;
}

const journalIn = (cwd: string): string => join(cwd, 'results', 'latest', 'trials', '001', 'evidence.jsonl');

async function untilSo(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function endGuardian({ child }: Started): void {
  const guardians = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => parent === String(child.pid) && args.join(' ').includes('guardian.js'));
  expect(guardians).toHaveLength(1);
  process.kill(Number(guardians[0]?.[0]), 'SIGKILL');
}

/**
 * A second daemon beside the engine's own, in the same namespaces, on another address of their loopback; it
 * ends with the engine.
 */
async function joinSecondNode(engine: PrivateEngine): Promise<void> {
  const {
    JoinTokens: { Worker },
  } = (await engine.docker.swarmInspect()) as { readonly JoinTokens: { readonly Worker: string } };
  const at = join(engine.folder, 'second');
  const inside = ['-t', String(pidOf(engine.nodes[0].init)), '-a'];
  const dockerd = spawn(
    'nsenter',
    [
      ...inside,
      'dockerd',
      '--config-file',
      join(engine.folder, 'daemon.json'),
      '--data-root',
      at,
      '--exec-root',
      '/run/second',
      '--pidfile',
      '/run/second.pid',
      '--host',
      `unix://${at}.sock`,
      '--bridge',
      'none',
      '--iptables=false',
    ],
    { stdio: 'ignore' },
  );
  dockerd.unref();
  const docker = clientFor(`${at}.sock`);
  await untilAsync(() =>
    docker.ping().then(
      () => true,
      () => false,
    ),
  );
  const { Swarm } = (await engine.docker.info()) as {
    readonly Swarm: { readonly RemoteManagers: readonly { readonly Addr: string }[] };
  };
  await docker.swarmJoin({
    ListenAddr: '127.0.0.2:2377',
    AdvertiseAddr: '127.0.0.2:2377',
    RemoteAddrs: Swarm.RemoteManagers.map(({ Addr }) => Addr),
    JoinToken: Worker,
  });
  await untilAsync(
    async () =>
      (
        (await engine.docker.listNodes()) as readonly { readonly Status: { readonly State: string } }[]
      ).filter(({ Status }) => Status.State === 'ready').length === 2,
  );
}

async function untilAsync(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const visitsIn = (cwd: string): readonly string[] => readdirSync(join(cwd, 'state', 'visits'));

describe.skipIf(withoutEngine)('an existing engine', () => {
  it('is refused while somebody else has a service there, and nothing is put on it', async () => {
    await somebodysService();
    const before = await inventory();
    const cwd = place('refused');
    const ran = await driftlab(cwd, ['run', 'theirs.yml']);
    expect(ran.code).toBe(64);
    expect(ran.stderr).toContain('has a service that driftlab did not put there: somebody_web\n');
    expect(ran.stderr).toContain('shared: true');
    expect(existsSync(join(cwd, 'results'))).toBe(false);
    expect(await inventory()).toEqual(before);
  });

  it("runs a trial beside somebody else's service under load, and is left as it was found", async () => {
    const versionIndex = await somebodysService();
    const [before, versionBefore] = [await inventory(), await versionIndex()];
    const cwd = place('shared', 'load: [{ memory: 40MiB, during: whole }]\n');
    const ran = await driftlab(cwd, ['run', 'theirs.yml', '--shared']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const [run] = verdictOf(cwd).runs;
    expect(run).toMatchObject({
      outcome: 'held',
      dose: [{ met: true, unit: 'bytes', target: 40 * 1024 ** 2 }],
    });
    expect(await versionIndex()).toBe(versionBefore);
    expect(await inventory()).toEqual(before);
    expect(visitsIn(cwd)).toEqual([]);
  });

  it('takes a deploy by a command of one’s own, and takes away also what that left unlabelled', async () => {
    const before = await inventory();
    const deployers = join(root, 'scenarios', 'deployers');
    const cwd = place('own-command', 'deployer: { command: [./deploy.sh], timeout: 1m }\n');
    const extra =
      'docker service create --quiet --detach --no-resolve-image --name "${DRIFTLAB_STACK}_extra_$DRIFTLAB_STEP" tiny:1 /bin/sleep 1000';
    writeFileSync(
      join(cwd, 'deploy.sh'),
      `#!/bin/sh\n${join(deployers, 'own-command.sh')} || exit\nunset DOCKER_CONFIG\n${extra}\n`,
      { mode: 0o755 },
    );
    const ran = await driftlab(cwd, ['run', 'theirs.yml']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(verdictOf(cwd).runs).toMatchObject([{ outcome: 'held', drift: false }]);
    expect(readFileSync(join(cwd, 'results', 'latest', 'trials', '001', 'console.log'), 'utf8')).not.toMatch(
      /Error response/,
    );
    expect(await inventory()).toEqual(before);
    expect(visitsIn(cwd)).toEqual([]);
  });

  it('is cleaned by the guardian when driftlab is killed in mid-upgrade', async () => {
    const before = await inventory();
    const cwd = place('killed', 'load: [{ memory: 20MiB, during: whole }]\n');
    const started = startDriftlab(cwd, ['run', 'theirs.yml']);
    await untilJournal(started, journalIn(cwd), '"phase":"observe","mark":"begin"');
    started.child.kill('SIGKILL');
    await untilSo(() => visitsIn(cwd).length === 0);
    expect(await inventory()).toEqual(before);
  });

  it('is cleaned by `clean` when the guardian was killed too', async () => {
    const before = await inventory();
    const cwd = place('killed-twice');
    const started = startDriftlab(cwd, ['run', 'theirs.yml']);
    await untilJournal(started, journalIn(cwd), '"phase":"observe","mark":"begin"');
    endGuardian(started);
    started.child.kill('SIGKILL');
    await started.ended;
    expect(await inventory()).not.toEqual(before);
    const cleaned = await driftlab(cwd, ['clean']);
    expect(cleaned).toMatchObject({ code: 0, stderr: '' });
    expect(cleaned.stdout).toMatch(
      /^removed what a driftlab that is gone put on the engine at .*: disc-[0-9a-f]{6}$/m,
    );
    expect(await inventory()).toEqual(before);
    expect(visitsIn(cwd)).toEqual([]);
  });

  it("is refused when the stack's name is taken, and what has it stays", async () => {
    const cwd = place('taken');
    const plan = JSON.parse((await driftlab(cwd, ['plan', 'theirs.yml', '--json'])).stdout) as {
      readonly trials: readonly { readonly runs: readonly { readonly stack: string }[] }[];
    };
    const stack = plan.trials[0]?.runs[0]?.stack ?? '';
    const network = await theirs.docker.createNetwork({
      Name: `${stack}_default`,
      Driver: 'overlay',
      Labels: { 'com.docker.stack.namespace': stack },
    });
    const ran = await driftlab(cwd, ['run', 'theirs.yml']);
    expect(ran.code).toBe(64);
    expect(ran.stderr).toContain(`already has the network ${stack}_default`);
    await theirs.docker.getNetwork(network.id).remove();
  });

  it('is refused when something without a label has a name that the stack would take for its own', async () => {
    const cwd = place('named');
    const plan = JSON.parse((await driftlab(cwd, ['plan', 'theirs.yml', '--json'])).stdout) as {
      readonly trials: readonly { readonly runs: readonly { readonly stack: string }[] }[];
    };
    const volume = `${plan.trials[0]?.runs[0]?.stack ?? ''}_data`;
    await theirs.docker.createVolume({ Name: volume });
    expect(await driftlab(cwd, ['run', 'theirs.yml'])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining(`already has the volume ${volume}`) as string,
    });
    await theirs.docker.getVolume(volume).remove();
  });

  it('keeps an image that somebody gave other contents while the lab was there', async () => {
    const cwd = place('retagged');
    const started = startDriftlab(cwd, ['run', 'theirs.yml']);
    await untilJournal(started, journalIn(cwd), '"phase":"base","mark":"begin"');
    await theirs.docker.getImage('tiny:1').tag({ repo: 'heavyweb', tag: '2' });
    await started.ended;
    expect(((await inventory()) as { readonly images: unknown }).images).toEqual(['heavyweb:2', 'tiny:1']);
    await theirs.docker.getImage('heavyweb:2').remove();
  });

  it('overwrites no image of the same name', async () => {
    await theirs.docker.getImage('tiny:1').tag({ repo: 'heavyweb', tag: '1' });
    const before = await inventory();
    const cwd = place('image');
    const ran = await driftlab(cwd, ['run', 'theirs.yml']);
    expect(ran.code).toBe(69);
    expect(ran.stderr).toContain('another image heavyweb:1');
    expect(await inventory()).toEqual(before);
    await theirs.docker.getImage('heavyweb:1').remove();
  });

  it('is found by the name of a docker context, instead of a private engine', async () => {
    const cwd = place('context');
    const text = readFileSync(join(cwd, 'theirs.yml'), 'utf8').replace(
      /^engine: .*$/m,
      'engine: { private: { memory: 448MiB } }',
    );
    writeFileSync(join(cwd, 'private.yml'), text);
    const meta = join(
      cwd,
      'docker',
      'contexts',
      'meta',
      createHash('sha256').update('my-server').digest('hex'),
    );
    mkdirSync(meta, { recursive: true });
    writeFileSync(
      join(meta, 'meta.json'),
      JSON.stringify({ Name: 'my-server', Endpoints: { docker: { Host: `unix://${theirs.socketPath}` } } }),
    );
    const env = { DOCKER_CONFIG: join(cwd, 'docker') };
    expect(await driftlab(cwd, ['run', 'private.yml', '--engine', 'my-server'], env)).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(verdictOf(cwd).runs[0]?.outcome).toBe('held');
    const missing = await driftlab(cwd, ['run', 'private.yml', '--engine', 'my-sever'], env);
    expect(missing).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('there is no docker context my-sever') as string,
    });
  });

  it('makes a trial inconclusive when it is lost, and what may be left there is kept on record', async () => {
    const lost = await bootEngine({ memoryBytes: 512 * 1024 ** 2, stateDir: join(folder, 'theirs'), signal });
    const cwd = place('lost');
    const started = startDriftlab(cwd, ['run', 'theirs.yml', '--engine', lost.socketPath]);
    await untilJournal(started, journalIn(cwd), '"phase":"observe","mark":"begin"');
    await lost.destroy();
    expect(await started.ended).toMatchObject({
      code: 69,
      stderr: expect.stringContaining('was not all removed\n  Run `driftlab clean`') as string,
    });
    expect(verdictOf(cwd).runs[0]).toMatchObject({ outcome: 'inconclusive', component: 'lab' });
    expect(await driftlab(cwd, ['clean'])).toMatchObject({
      code: 69,
      stderr: expect.stringContaining('does not answer') as string,
    });
    expect(visitsIn(cwd)).toHaveLength(1);
  });

  it('that is dead keeps its record and nothing else from being cleaned', async () => {
    const before = await inventory();
    const cwd = place('dead');
    const silent = createServer();
    await new Promise<void>((resolve) => {
      silent.listen(join(cwd, 'silent.sock'), resolve);
    });
    for (const [id, at] of [
      ['0-nowhere', '/nowhere/docker.sock'],
      ['1-silent', join(cwd, 'silent.sock')],
    ] as const) {
      mkdirSync(join(cwd, 'state', 'visits', id), { recursive: true });
      const record = {
        format: 1,
        id,
        folder: join(cwd, 'state', 'visits', id),
        address: { by: 'socket', at },
        engineId: 'X',
        stacks: ['disc-1'],
        images: [],
        when: '2026-01-01T00:00:00.000Z',
        lab: '4194304@1',
      };
      writeFileSync(join(record.folder, 'visit.json'), JSON.stringify(record));
    }
    const started = startDriftlab(cwd, ['run', 'theirs.yml']);
    await untilJournal(started, journalIn(cwd), '"phase":"base","mark":"end"');
    endGuardian(started);
    started.child.kill('SIGKILL');
    await started.ended;
    const cleaned = await driftlab(cwd, ['clean']);
    silent.close();
    expect(cleaned.code).toBe(69);
    expect(cleaned.stderr).toMatch(
      /^driftlab: not removed, and kept on record for a later clean: .* on the engine at \/nowhere\/docker.sock .*: disc-1\ndriftlab: the engine at \/nowhere\/docker.sock does not answer/,
    );
    expect(cleaned.stderr).toContain('silent.sock took longer than 15000 ms');
    expect(await inventory()).toEqual(before);
    expect([...visitsIn(cwd)].sort()).toEqual(['0-nowhere', '1-silent']);
  });

  it('is left as it was found when a deploy is cut that minds no signal', async () => {
    const before = await inventory();
    const cwd = place('cut');
    const docker = execFileSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).trim();
    const went = join(cwd, 'went');
    mkdirSync(join(cwd, 'bin'));
    const slow =
      `#!/bin/sh\nif [ "$1" = stack ]; then trap "" TERM INT; echo $$ > ${went}; sleep 2; ` +
      `fi\n${docker} "$@"\n`;
    writeFileSync(join(cwd, 'bin', 'docker'), slow, { mode: 0o755 });
    const started = startDriftlab(cwd, ['run', 'theirs.yml'], {
      PATH: `${join(cwd, 'bin')}:${process.env['PATH'] ?? ''}`,
    });
    await untilSo(() => existsSync(went) && readFileSync(went, 'utf8').endsWith('\n'));
    started.child.kill('SIGINT');
    expect((await started.ended).code).toBe(130);
    expect(tagOf(Number(readFileSync(went, 'utf8')))).toBeNull();
    expect(await inventory()).toEqual(before);
    expect(visitsIn(cwd)).toEqual([]);
  });

  it('is cleaned when another node has joined its swarm since, and takes no more trials then', async () => {
    const twoNodes = await bootEngine({
      memoryBytes: 512 * 1024 ** 2,
      stateDir: join(folder, 'theirs'),
      signal,
    });
    const cwd = place('nodes');
    const started = startDriftlab(cwd, [
      'run',
      'theirs.yml',
      '--engine',
      twoNodes.socketPath,
      '--trials',
      '2',
    ]);
    await untilJournal(started, journalIn(cwd), '"phase":"observe","mark":"begin"');
    await joinSecondNode(twoNodes);
    await started.ended;
    expect(readFileSync(journalIn(cwd).replace('001', '002'), 'utf8')).toContain(
      'is a swarm of 2 nodes that take tasks',
    );
    expect(visitsIn(cwd)).toEqual([]);
    expect(await twoNodes.docker.listServices()).toEqual([]);
    expect(await twoNodes.docker.listConfigs()).toEqual([]);
    await twoNodes.destroy();
  });

  it('says what is wrong with the way to it', async () => {
    const cwd = place('nowhere');
    const run = (...args: readonly string[]) => driftlab(cwd, ['run', 'theirs.yml', ...args]);
    expect(await run('--engine', '/nowhere/docker.sock')).toMatchObject({
      code: 69,
      stderr: expect.stringContaining('the engine at /nowhere/docker.sock does not answer') as string,
    });
    expect(await run('--engine', 'tcp://10.0.0.1:2375')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('of a kind that driftlab cannot use') as string,
    });
    expect(await run('--jobs', '3')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('one at a time, not 3') as string,
    });
  });
});
