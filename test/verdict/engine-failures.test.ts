// Failures of the engine itself, by its own words: what they led to is nobody's doing but the engine's. An
// app's words are not the engine's.
import { describe, expect, it } from 'vitest';
import { app, B, baseStamp, headStamp, journal, type Journal } from './constructed-journal.js';
import { judged } from './judged.js';

const up = (): Journal => journal().base().upgrade().updating();
const endsWith = (err: string, state = 'rejected'): ReturnType<typeof judged> =>
  judged(
    up()
      .at(6000)
      .task('h1', state, { desired: 'shutdown', message: 'preparing', err, containerId: null })
      .rollsBack('h1')
      .at(11_000)
      .rollsBack(null)
      .end(baseStamp).lines,
  );

const ofTheEngine: readonly (readonly [string, string])[] = [
  [
    'container runtime',
    'dial unix /var/run/docker/containerd/containerd.sock: connect: connection refused: unavailable',
  ],
  [
    'container runtime',
    'connection error: desc = "transport: Error while dialing dial ' +
      'unix:///run/containerd/containerd.sock: timeout": unavailable',
  ],
  ['container runtime', 'starting container failed: failed to create shim task: ttrpc: closed: unknown'],
  [
    'container runtime',
    'starting container failed: failed to start shim: start failed: fork/exec ' +
      '/usr/bin/containerd-shim-runc-v2: text file busy',
  ],
  ['container runtime', 'starting container failed: error reading from server: EOF: unavailable'],
  ['container runtime', 'rpc error: code = Canceled desc = grpc: the client connection is closing'],
  ['container runtime', 'rpc error: code = Internal desc = transport is closing'],
  ['disk', 'write /var/lib/docker/containers/ab12/.tmp-config.v2.json: no space left on device'],
  ['disk', 'mkdir /var/lib/docker/overlay2/ab12-init: disk quota exceeded'],
  [
    'disk',
    'starting container failed: failed to create task for container: failed to create shim task: OCI ' +
      'runtime create failed: open /run/ab12/state.json: no space left on device: unknown',
  ],
  ['disk', 'failed to register layer: write /bin/app: no space left on device'],
  ['disk', 'open /var/lib/docker/containers/ab12/resolv.conf: read-only file system'],
  [
    'mounts',
    'error creating overlay mount to /var/lib/docker/overlay2/ab12/merged: no such file or directory',
  ],
  ['mounts', 'failed to mount rootfs component: invalid argument'],
  [
    'control groups',
    'starting container failed: OCI runtime create failed: unable to apply cgroup configuration: ' +
      'mkdir /sys/fs/cgroup/memory/x/ab12: no such file or directory: unknown',
  ],
  [
    'control groups',
    'starting container failed: OCI runtime create failed: mkdir /sys/fs/cgroup/pids/x/ab12: no ' +
      'space left on device: unknown',
  ],
  ...[
    'cgroup mountpoint does not exist',
    'cgroup deleted',
    "cgroups isn't mounted",
    'cgroup not mounted',
  ].map((words) => ['control groups', `starting container failed: ${words}: unknown`] as const),
  ['control groups', 'starting container failed: cgroups: cgroup is deleted: unknown'],
  [
    'network',
    'starting container failed: subnet sandbox join failed for "10.0.1.0/24": error creating vxlan ' +
      'interface: operation not supported',
  ],
  ['processes', 'starting container failed: fork/exec /usr/sbin/runc: cannot allocate memory'],
];

const ofTheApp: readonly string[] = [
  'starting container failed: OCI runtime create failed: container_linux.go:380: starting container ' +
    'process caused: exec: "no space left on device": executable file not found in $PATH: unknown',
  'failed to create task for container: failed to create shim task: OCI runtime create failed: runc ' +
    'create failed: unable to start container process: exec: "/app": permission denied: unknown',
  'starting container failed: OCI runtime create failed: exec: "dial unix containerd.sock": stat ' +
    'dial unix containerd.sock: no such file or directory: unknown',
  'invalid mount config for type "bind": bind source path does not exist: /srv/no space left on device',
  'starting container failed: OCI runtime create failed: error mounting "/srv/ttrpc: closed" to ' +
    'rootfs at "/x": not a directory: unknown',
  'No such image: heavyweb:404',
  'starting container failed: OCI runtime create failed: exec: "connection is closing": executable file ' +
    'not found in $PATH: unknown',
  'starting container failed: OCI runtime create failed: exec: "a \\"transport is closing\\" b": ' +
    'executable file not found in $PATH: unknown',
];

describe('a task that ended because the engine failed', () => {
  it.each(ofTheEngine)('of its %s shows nothing: %s', (part, err) => {
    expect(endsWith(err)).toMatchObject({
      outcome: 'inconclusive',
      component: 'lab',
      cause: null,
      drift: null,
      invalid: 'unclear',
      reason: `the engine's own ${part} failed, which is no doing of task h1: ${err}`,
    });
  });

  it('shows nothing either where swarm could start another one, and the head runs in the end', () => {
    const lines = up()
      .at(5000)
      .task('h1', 'rejected', {
        err: 'dial unix /run/containerd/containerd.sock: connect: connection refused: unavailable',
        desired: 'shutdown',
      })
      .at(6000)
      .serves('h2')
      .at(8000)
      .stopped('b1')
      .completed()
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'inconclusive', component: 'lab' });
  });

  it("before the upgrade is the lab's fault, and the trial can be made again", () => {
    const lines = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .spec(B, null)
      .deploy('base', 'end')
      .at(2000)
      .task('b1', 'rejected', { err: 'write /var/lib/docker/x: no space left on device' })
      .at(60_000)
      .phase('base', 'end')
      .end('none').lines;
    expect(judged(lines)).toMatchObject({ outcome: 'inconclusive', component: 'lab', invalid: 'lab' });
  });

  it('is one of the stack under test', () => {
    const { lines } = up()
      .holds()
      .task('x1', 'rejected', {
        service: 'other_app',
        err: 'write /var/lib/docker/x: no space left on device',
      })
      .end(headStamp);
    expect(judged(lines)).toMatchObject({ outcome: 'held' });
  });
});

describe('a task that ended of itself', () => {
  it.each(ofTheApp)("is the app's, whatever names it has chosen: %s", (err) => {
    expect(endsWith(err)).toMatchObject({
      outcome: 'rolled-back',
      cause: { kind: 'rejected' },
      component: 'app',
    });
  });

  it("is the app's where its own log says that a disk is full", () => {
    const lines = up()
      .at(5000)
      .task('h1', 'starting')
      .exited('h1', 1)
      .fact({
        kind: 'task-log',
        taskId: 'h1',
        lines: ['write /data/x: no space left on device', 'dial unix containerd.sock: connection refused'],
        failure: null,
      })
      .rollsBack('h1')
      .at(11_000)
      .rollsBack(null)
      .end(baseStamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'rolled-back',
      cause: { kind: 'exit', exitCode: 1 },
      component: 'app',
    });
  });

  it("is nobody's where a volume was full, which has a limit of its own or the engine's disk", () => {
    expect(
      endsWith('error while copying: write /var/lib/docker/volumes/data/_data/x: no space left on device'),
    ).toMatchObject({ outcome: 'rolled-back', cause: { kind: 'unknown' }, component: null });
  });
});

describe('a disk that the engine has run out of', () => {
  const left = (freeBytes: number, freeInodes: number | null): ReturnType<typeof judged> =>
    judged(up().fact({ kind: 'disk', freeBytes, freeInodes }).holds().end(headStamp).lines);
  const [mib, plenty] = [1024 ** 2, 100_000];

  it('shows nothing, though all seems well', () => {
    expect(left(12 * mib, plenty)).toMatchObject({
      outcome: 'inconclusive',
      component: 'lab',
      invalid: 'unclear',
      reason: "the engine's disk ran full: 12 MiB were left 4.0 s into the trial, and it needs 32 MiB",
    });
    expect(left(900 * mib, 12)).toMatchObject({
      outcome: 'inconclusive',
      reason:
        "the engine's disk ran full: 12 more files could be made 4.0 s into the trial, and it needs 256",
    });
  });

  it('is another matter than one that is well filled, or that does not count its files', () => {
    expect(left(40 * mib, plenty).outcome).toBe('held');
    expect(left(40 * mib, null).outcome).toBe('held');
  });
});

describe('a container whose shim was lost', () => {
  const inspect = (finishedAt: string, exitCode: number, startedAt = '2026-06-11T00:00:05Z') =>
    ({
      kind: 'container-inspect',
      containerId: 'c-h1',
      service: app,
      taskId: 'h1',
      running: false,
      oomKilled: false,
      exitCode,
      startedAt,
      finishedAt,
      health: 'unhealthy',
      probes: [],
    }) as const;
  const shim = {
    kind: 'daemon-log',
    about: 'shim-gone',
    serviceId: null,
    taskId: 'h1',
    containerId: 'c-h1',
    version: null,
    line: 'shim disconnected',
  } as const;
  const ended = (
    code: number,
    finishedAt: string,
    { log = true, startedAt }: { log?: boolean; startedAt?: string } = {},
  ): ReturnType<typeof judged> => {
    const { lines } = up()
      .at(5000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .at(6400)
      .engineFact(shim)
      .at(6500)
      .exited('h1', code)
      .fact(inspect(finishedAt, code, startedAt))
      .at(6600)
      .rollsBack('h1')
      .at(11_000)
      .rollsBack(null)
      .end(baseStamp);
    return judged(
      log
        ? lines
        : lines
            .filter(
              (line) =>
                (line.kind !== 'source' || line.source !== 'daemon-log') && line.kind !== 'daemon-log',
            )
            .map((line, index) => ({ ...line, seq: index + 1 })),
    );
  };

  it.each([255, 137])('did not exit by itself, whatever code it is given: %i', (code) => {
    expect(ended(code, '2026-06-11T00:00:06.450Z')).toMatchObject({
      outcome: 'inconclusive',
      component: 'lab',
      invalid: 'lab',
      reason:
        'the engine lost the shim of task h1, and its container with it: that this ended with ' +
        `${String(code)} is no word of the app's`,
    });
  });

  it('is another matter than one whose shim went after it, as shims do', () => {
    expect(ended(255, '2026-06-11T00:00:06.390Z')).toMatchObject({
      outcome: 'rolled-back',
      cause: { kind: 'exit', exitCode: 255 },
      component: 'app',
    });
  });

  it.each([
    ['just before its container ran was of an earlier start', '2026-06-11T00:00:06.401Z', 'rolled-back'],
    ['as its container began to run was so too', '2026-06-11T00:00:06.400Z', 'rolled-back'],
    ['just after that was its own', '2026-06-11T00:00:06.399Z', 'inconclusive'],
    ['at a time that cannot be set against its start is no proof', 'soon', 'rolled-back'],
  ])('that was gone %s', (_, startedAt, outcome) => {
    expect(ended(11, '2026-06-11T00:00:06.450Z', { startedAt }).outcome).toBe(outcome);
  });

  it("cannot be told from an app that exits with 255 where nobody watched the engine's log", () => {
    expect(ended(255, '2026-06-11T00:00:06.450Z', { log: false })).toMatchObject({
      outcome: 'rolled-back',
      cause: { kind: 'unknown', exitCode: 255 },
      component: null,
    });
    expect(ended(254, '2026-06-11T00:00:06.450Z', { log: false })).toMatchObject({
      outcome: 'rolled-back',
      cause: { kind: 'exit', exitCode: 254 },
      component: 'app',
    });
  });
});

describe('a deployer', () => {
  const said = (failure: string): ReturnType<typeof judged> =>
    judged(
      journal()
        .base()
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .deploy('upgrade', 'end', { exitCode: 1, failure })
        .end(baseStamp).lines,
    );

  it.each([
    'Cannot connect to the Docker daemon at unix:///run/x/docker.sock. Is the docker daemon running?',
    'error during connect: Get "http://docker/v1.41/info": dial unix /run/x/docker.sock: connect: ' +
      'connection refused',
    'dial unix /run/x/docker.sock: connect: no such file or directory',
  ])('that could not reach the engine proves nothing: %s', (failure) => {
    expect(said(failure)).toMatchObject({
      outcome: 'inconclusive',
      component: 'lab',
      cause: null,
      reason: `the upgrade deploy could not reach the engine: ${failure}`,
    });
  });

  it('proves nothing either where the engine answers that it failed', () => {
    expect(
      said(
        'failed to create network x: Error response from daemon: write ' +
          '/var/lib/docker/network/files/local-kv.db: no space left on device',
      ),
    ).toMatchObject({ outcome: 'inconclusive', component: 'lab' });
  });

  it.each([
    'failed to create service x: Error response from daemon: rpc error: code = InvalidArgument desc ' +
      '= name must be valid',
    'Get "https://registry.test/v2/": dial tcp 10.0.0.1:443: connect: connection refused',
    'open /srv/docker.sock.yml: no such file or directory',
    'error during connect: Post "http://docker/v1.41/services/x/update?version=10": EOF',
  ])('is to blame for what else it says: %s', (failure) => {
    expect(said(failure)).toMatchObject({
      outcome: 'never-applied',
      cause: { kind: 'deployer-error' },
      component: 'deployer',
    });
  });

  it('that could not reach the engine with the base proves nothing', () => {
    const lines = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .deploy('base', 'end', {
        exitCode: 1,
        failure: 'Cannot connect to the Docker daemon at unix:///run/x/docker.sock.',
      })
      .end('none').lines;
    expect(judged(lines)).toMatchObject({ outcome: 'inconclusive', component: 'lab', invalid: 'lab' });
  });
});
