// A live stack as compose files: docker takes them, they say what the specs say, and what they cannot say is
// told with its place.
import { describe, expect, it } from 'vitest';
import type { HealthJson } from '../../src/capture/engine-json.js';
import { capture, type LiveStack } from '../../src/capture/index.js';
import type { Measured } from '../../src/capture/measured.js';
import { standIn } from '../../src/capture/stand-in.js';
import { readStack } from '../../src/compose/read-stack.js';
import { at, plainNetwork, serviceOf, specOf, stackOf, taskOf } from './live.js';

const options = {
  standIns: false,
  taken: new Map<string, string>(),
  unmet: (one: string) => (one.startsWith('node.labels.') ? 'the node has no labels' : null),
  fingerprint: (secret: string) => `of ${secret}`,
};
const image = (id: string, ...references: readonly string[]) => ({ id, references, bytes: 1, health: null });
const shop1 = image('sha256:a', 'shop:1');
const captured = (live: LiveStack) =>
  capture({ ...live, images: live.images.length > 0 ? live.images : [shop1] }, options);
const read = (text: string) => {
  const { stack, faults } = readStack([{ file: 'compose.yml', text }], { STACK_NAME: 'mine' });
  expect(faults).toEqual([]);
  return stack;
};
const app = (text: string) => read(text)?.services.get('app');
const values = (pairs: ReadonlyMap<string, { readonly value: string | null }> | undefined) =>
  Object.fromEntries([...(pairs ?? [])].map(([name, { value }]) => [name, value]));

describe('a captured service', () => {
  it('has what its spec says, and docker reads it so', () => {
    const spec = specOf(
      {
        Args: ['serve', '--cost', '$5'],
        Env: ['PRICE=$HOME ${X}', 'ON=on', 'TIME=12:30', 'EMPTY='],
        Healthcheck: { Test: ['CMD-SHELL', 'curl $HOST'], Interval: 1_500_000_000, Retries: 4 },
        StopGracePeriod: 10_000_000_000,
        Mounts: [
          { Type: 'volume', Source: 'shop_data', Target: '/data' },
          { Type: 'tmpfs', Target: '/run' },
        ],
      },
      {
        Labels: {
          'com.docker.stack.namespace': 'shop',
          'coop-cloud.shop.version': '1.2',
          'coop-cloud.shop.chaos-version': 'abc',
          price: '$5',
        },
        Mode: { Replicated: { Replicas: 3 } },
        UpdateConfig: {
          Parallelism: 0,
          FailureAction: 'rollback',
          Order: 'start-first',
          Monitor: 5_000_000_000,
        },
        EndpointSpec: {
          Ports: [{ TargetPort: 80, PublishedPort: 8080, Protocol: 'tcp', PublishMode: 'ingress' }],
        },
      },
      {
        Resources: { Limits: { MemoryBytes: 300 * 1024 ** 2, NanoCPUs: 5e8 } },
        RestartPolicy: { Condition: 'on-failure', MaxAttempts: 3 },
      },
    );
    const found = app(captured(stackOf([serviceOf({ Spec: spec })])).head);
    expect(found).toMatchObject({
      image: { value: 'shop:1' },
      replicas: { value: 3 },
      memoryLimit: { value: 300 * 1024 ** 2 },
      update: { parallelism: { value: 0 }, order: { value: 'start-first' }, monitorMs: { value: 5000 } },
      restart: { condition: { value: 'on-failure' }, maxAttempts: { value: 3 } },
      health: { intervalMs: { value: 1500 }, retries: { value: 4 } },
      stopGraceMs: { value: 10_000 },
      ports: [{ published: 8080, target: 80 }],
      mounts: [
        { type: 'volume', source: 'data', target: '/data' },
        { type: 'tmpfs', target: '/run' },
      ],
    });
    expect(found?.command.map(({ value }) => value)).toEqual(['serve', '--cost', '$5']);
    expect(found?.health?.test.map(({ value }) => value)).toEqual(['CMD-SHELL', 'curl $HOST']);
    expect(values(found?.environment)).toEqual({ PRICE: '$HOME ${X}', ON: 'on', TIME: '12:30', EMPTY: '' });
    expect(values(found?.labels)).toEqual({ 'coop-cloud.mine.version': '1.2', price: '$5' });
  });

  it.each([
    ['global', { Global: {} }],
    ['replicated-job', { ReplicatedJob: { TotalCompletions: 2 } }],
    ['global-job', { GlobalJob: {} }],
  ])('keeps its mode: %s', (mode, Mode) => {
    expect(app(captured(stackOf([serviceOf({ Spec: specOf({}, { Mode }) })])).head)?.mode?.value).toBe(mode);
  });

  it('joins networks by their names, and has its full name where somebody asks for it', () => {
    const networks = [
      { id: 'n1', name: 'shop_internal', driver: 'overlay', stack: 'shop' },
      { id: 'n2', name: 'proxy', driver: 'overlay', stack: null },
    ].map((one) => ({ ...plainNetwork, ...one }));
    const joined = { Networks: [{ Target: 'n1', Aliases: ['app'] }, { Target: 'n2' }, { Target: 'gone' }] };
    const live = (env: string): LiveStack =>
      stackOf([serviceOf({ Spec: specOf({ Env: [env] }, {}, joined) })], { networks });
    const found = captured(live('SELF=http://shop_app:80'));
    expect(found.head).toContain('aliases:');
    expect([...(read(found.head)?.networks ?? [])].map(([key, { external }]) => [key, external])).toEqual([
      ['internal', false],
      ['proxy', true],
    ]);
    expect(found.leftOut.head).toEqual([
      { place: 'app: network gone', because: 'the swarm has no such network any more' },
    ]);
    expect(captured(live('SELF=http://other_shop_app:80')).head).not.toContain('aliases:');
  });

  it('has its configs as files, secrets as given, and a made line for a config that is gone or no text', () => {
    const spec = specOf({
      Configs: ['c1', 'c2', 'c3'].map((id) => ({
        ConfigID: id,
        ConfigName: `shop_${id}`,
        File: { Name: `/etc/${id}`, Mode: 292 },
      })),
      Secrets: [{ SecretName: 'shop_db_password_v1', File: { Name: 'db_password' } }],
    });
    const configs = [
      { id: 'c1', name: 'shop_c1', text: 'listen 80\ntoken: hunter22\n', templating: 'golang' },
      { id: 'c2', name: 'shop_c2', text: null, templating: null },
    ];
    const { head, files, leftOut, madeUp } = captured(stackOf([serviceOf({ Spec: spec })], { configs }));
    const stack = read(head);
    expect(stack?.configs.get('c1')).toMatchObject({ file: { value: './configs/c1' }, external: false });
    expect(stack?.secrets.get('db_password_v1')).toMatchObject({
      external: true,
      name: { value: 'shop_db_password_v1' },
    });
    expect([...files.keys()]).toEqual(['configs/c1']);
    expect(files.get('configs/c1')).toMatch(/^listen 80\ntoken: [a-z]{6}\d\d\n$/);
    expect(leftOut.head.map(({ place }) => place)).toEqual(['app: config shop_c2', 'app: config shop_c3']);
    expect(madeUp).toEqual(['config shop_c1']);
  });

  it('has secrets of labels and options made up wherever they stand, and tells each place', () => {
    const [own, containers, logs, volume, net, left] = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (letter) => `${letter}9Kf03bQ77zLp1Wd`,
    ) as [string, string, string, string, string, string];
    const driver = { Name: 'other', Options: { password: left } };
    const Mounts = [
      { Source: 'shop_data', Target: '/a', VolumeOptions: { Labels: { secret: volume } } },
      { Source: 'given', Target: '/b', VolumeOptions: { DriverConfig: driver } },
    ];
    const container = { Labels: { token: containers }, Env: [`GREETING=hello ${left}`], Mounts };
    const spec = specOf(
      container,
      { Labels: { token: own } },
      {
        LogDriver: { Name: 'json-file', Options: { 'api-token': logs, 'max-size': '1m' } },
        Networks: [{ Target: 'n1' }],
      },
    );
    const network = { ...plainNetwork, id: 'n1', name: 'shop_net', driver: 'overlay', stack: 'shop' };
    const networks = [{ ...network, labels: { password: net } }];
    const { head, madeUp } = captured(stackOf([serviceOf({ Spec: spec })], { networks }));
    expect([own, containers, logs, volume, net, left].filter((secret) => head.includes(secret))).toEqual([]);
    expect(head).toContain('max-size: "1m"');
    expect(madeUp).toEqual([
      'app: log option: api-token',
      'app: token',
      'app: volume data: secret',
      'network net: password',
    ]);
  });

  it('leaves out a config that nobody can look through, and says where what is made up is of no use', () => {
    const spec = specOf({
      Env: ['ADMIN_HASH=$2y$10$abcdefghijklmnopqrstuv'],
      Configs: ['c1', 'c2', 'c3'].map((id) => ({
        ConfigID: id,
        ConfigName: `shop_${id}`,
        File: { Name: id },
      })),
    });
    const encoded = Buffer.from('password = hunter22, and more that nobody reads\n'.repeat(3)).toString(
      'base64',
    );
    const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n';
    const configs = [
      { id: 'c1', name: 'shop_c1', text: encoded, templating: null },
      { id: 'c2', name: 'shop_c2', text: key, templating: null },
      { id: 'c3', name: 'shop_c3', text: 'an ordinary text\n'.repeat(9), templating: null },
    ];
    const { files, leftOut } = captured(stackOf([serviceOf({ Spec: spec })], { configs }));
    expect([...files.keys()]).toEqual(['configs/c2', 'configs/c3']);
    expect(leftOut.head.map(({ place }) => place)).toEqual([
      'app: config shop_c1',
      'app: ADMIN_HASH',
      'config shop_c2',
    ]);
  });

  it('tells each thing that it cannot have, with its place', () => {
    const spec = specOf(
      {
        Mounts: [
          { Type: 'bind', Source: '/srv/shop', Target: '/srv' },
          { Type: 'bind', Source: '/etc/localtime', Target: '/etc/localtime', ReadOnly: true },
          { Type: 'bind', Source: '/var/run/docker.sock', Target: '/var/run/docker.sock' },
          {
            Type: 'volume',
            Source: 'shop_nfs',
            Target: '/nfs',
            VolumeOptions: { DriverConfig: { Name: 'local', Options: { o: 'addr=10.0.0.1,password=x' } } },
          },
        ],
        ...({ Groups: ['video'], Privileges: { CredentialSpec: null } } as object),
      },
      {},
      {
        Placement: { Constraints: ['node.labels.ssd==1', 'node.role==manager'], MaxReplicas: 1 },
        LogDriver: { Name: 'gelf', Options: {} },
      },
    );
    const { head, leftOut } = captured(stackOf([serviceOf({ Spec: spec })]));
    expect(leftOut.head.map(({ place }) => place)).toEqual([
      'app: placement constraint node.labels.ssd==1',
      'app: max_replicas_per_node 1',
      'app: bind /srv/shop at /srv',
      'app: bind /var/run/docker.sock at /var/run/docker.sock',
      'app: volume shop_nfs at /nfs',
      'app: Groups',
      'app: log driver gelf',
    ]);
    const found = app(head);
    expect(found?.mounts.map(({ source }) => source)).toEqual(['/etc/localtime', 'nfs']);
    expect(found?.constraints.map(({ value }) => value)).toEqual(['node.role==manager']);
    expect(head).not.toContain('password=x');
  });
});

describe('the images of a capture', () => {
  const upgrade = (from: string, to: string, more: Partial<LiveStack> = {}, ofNew = {}): LiveStack => {
    const [one, two] = [specOf({ Image: from }), specOf({ Image: to })];
    const tasks = [taskOf(one, { id: 'old', second: 1 }), taskOf(two, { id: 'new', ...ofNew })];
    return stackOf(
      [
        serviceOf(
          { Spec: two, PreviousSpec: one, UpdateStatus: { State: 'completed', StartedAt: at(100) } },
          tasks,
        ),
      ],
      more,
    );
  };
  const tags = (live: LiveStack) => {
    const { images } = captured(live);
    return [images.base[0], images.head[0]].map((one) => [one?.tag, one?.id]);
  };

  it('have their names without a digest', () => {
    const images = [image('sha256:a', 'shop:1@sha256:aa'), image('sha256:b', 'shop:2@sha256:bb')];
    expect(tags(upgrade('shop:1@sha256:aa', 'shop:2@sha256:bb', { images }))).toEqual([
      ['shop:1', 'sha256:a'],
      ['shop:2', 'sha256:b'],
    ]);
  });

  const floating = (from: string, to: string): LiveStack => {
    const container = { startedAt: null, finishedAt: null, memoryBytes: null, killedForMemory: false };
    const [one, two] = [specOf({ Image: 'shop', Env: ['V=1'] }), specOf({ Image: 'shop', Env: ['V=2'] })];
    const update = { Spec: two, PreviousSpec: one, UpdateStatus: { State: 'completed', StartedAt: at(100) } };
    return stackOf([serviceOf(update, [taskOf(one, { id: 'old', second: 1 }), taskOf(two, { id: 'new' })])], {
      images: [image('sha256:a'), image('sha256:b'), image('sha256:c', 'shop')],
      containers: [
        { ...container, taskId: 'old', imageId: from },
        { ...container, taskId: 'new', imageId: to },
      ],
    });
  };

  it('are two where one name meant two, by what their containers were made of', () => {
    expect(tags(floating('sha256:a', 'sha256:b'))).toEqual([
      ['shop:latest-a', 'sha256:a'],
      ['shop:latest-b', 'sha256:b'],
    ]);
    expect(tags(floating('sha256:b', 'sha256:b'))).toEqual([
      ['shop', 'sha256:b'],
      ['shop', 'sha256:b'],
    ]);
  });

  it('have the same name in a later capture, whichever version they are of by then', () => {
    const earlier = captured(floating('sha256:a', 'sha256:b')).images.head[0]?.tag ?? '';
    expect(tags(floating('sha256:b', 'sha256:c'))[0]).toEqual([earlier, 'sha256:b']);
    const next = (taken: ReadonlyMap<string, string>) =>
      capture(floating('sha256:b', 'sha256:b'), { ...options, taken }).images.head[0]?.tag;
    expect(next(new Map([[earlier, 'sha256:b']]))).toBe(earlier);
    expect(next(new Map([['shop:latest-head', 'sha256:b']]))).toBe('shop:latest-head');
    expect(next(new Map([['shop', 'sha256:a']]))).toBe(earlier);
  });

  it('have a stand-in where the engine has none, which does as the real one was seen to', () => {
    const live = upgrade('hub.example.org:5000/team/shop:1', 'shop:2', {
      images: [image('sha256:b', 'shop:2')],
      containers: [
        {
          taskId: 'old',
          imageId: 'sha256:gone',
          startedAt: at(1),
          finishedAt: null,
          memoryBytes: 109 * 1024 ** 2,
          killedForMemory: false,
        },
      ],
    });
    const { base, head, standIns } = captured(live);
    expect(app(base)).toMatchObject({ image: { value: 'stand-in-for/team/shop:1' } });
    expect(values(app(base)?.environment)).toEqual({ HEAP_MIB: '100', BOOT_MS: '3000' });
    expect(app(head)?.image?.value).toBe('shop:2');
    expect(standIns).toEqual([
      {
        service: 'app',
        version: 'base',
        says: 'it holds 109 MiB, as the real one does, it is ready after 3 s',
      },
    ]);
  });

  it('that the head wanted and nobody had are wanting in the capture, so that it fails as it did', () => {
    const wanting = (more: object) =>
      captured(upgrade('shop:1', 'shop:2', { images: [shop1] }, { State: 'rejected', ...more }));
    const { head, images, standIns } = wanting({ Err: 'No such image: shop:2' });
    expect(app(head)?.image?.value).toBe('shop:2');
    expect(images.head).toMatchObject([{ tag: 'shop:2', id: null, isAbsent: true }]);
    expect(standIns).toEqual([]);
    const otherwise = wanting({ Err: 'invalid mount config for type "bind"' });
    expect(otherwise.images.head).toMatchObject([{ isAbsent: false }]);
    expect(otherwise.standIns[0]?.says).toContain(
      'swarm could not start the real one ("invalid mount config for type "bind""), and it can start the stand-in',
    );
  });

  it('that ended with a code end so by their stand-in, and with the probe of the real one', () => {
    const [one, two] = [
      specOf(),
      specOf({ Image: 'shop:2', Healthcheck: { Test: ['CMD', 'ask'], Retries: 2 } }),
    ];
    const rolledBack = serviceOf(
      { Spec: one, UpdateStatus: { State: 'rollback_completed', StartedAt: at(100) } },
      [
        taskOf(two, {
          State: 'failed',
          Err: 'task: non-zero exit (6)',
          ContainerStatus: { ContainerID: 'c', ExitCode: 6 },
        }),
      ],
    );
    const found = app(captured(stackOf([rolledBack])).head);
    expect(values(found?.environment)).toMatchObject({ EXIT_CODE: '6', EXIT_AFTER_MS: '1000' });
    expect(found?.health).toMatchObject({
      retries: { value: 2 },
      startPeriodMs: { value: 6000 },
      test: [{ value: 'CMD' }, { value: '/bin/bash' }, {}],
    });
  });

  it('whose check never gave them up have a stand-in that is forgiven until it is ready or has ended', () => {
    const seen = { memoryBytes: null, bootMs: null, end: null };
    const graceOf = (measured: Measured, health: HealthJson): unknown => {
      const { part } = standIn({}, { measured, health, limitBytes: null });
      return (part.healthcheck as { readonly start_period?: string }).start_period;
    };
    expect(graceOf(seen, { Interval: 5e8, Retries: 2 })).toBe('6000ms');
    expect(graceOf({ ...seen, bootMs: 4000 }, {})).toBe('9000ms');
    expect(graceOf({ ...seen, end: { kind: 'exit', code: 6, afterMs: 2500 } }, {})).toBe('7500ms');
    expect(graceOf({ ...seen, end: { kind: 'exit', code: 6, afterMs: null } }, { StartPeriod: 3e10 })).toBe(
      '30s',
    );
    expect(graceOf({ ...seen, end: { kind: 'unhealthy' } }, { Interval: 5e8 })).toBeUndefined();
    const { part } = standIn({}, { measured: seen, health: null, limitBytes: null });
    expect(part.healthcheck).toBeUndefined();
  });

  it('that were killed are not killed by their stand-in, since nobody can tell by what they were', () => {
    const [one, two] = [specOf(), specOf({ Image: 'shop:2' })];
    const rolledBack = serviceOf(
      { Spec: one, UpdateStatus: { State: 'rollback_completed', StartedAt: at(100) } },
      [
        taskOf(two, {
          State: 'failed',
          Err: 'task: non-zero exit (137)',
          ContainerStatus: { ContainerID: 'c', ExitCode: 137 },
        }),
      ],
    );
    const { head, standIns } = captured(stackOf([rolledBack]));
    expect(values(app(head)?.environment)).not.toHaveProperty('EXIT_CODE');
    expect(standIns[0]?.says).toContain('was killed (137)');
  });
});
