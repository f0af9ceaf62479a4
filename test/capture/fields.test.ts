// Every field of a service's spec, as moby has them (api/types/swarm), is carried over or told: none is
// dropped without a word.
import { expect, it } from 'vitest';
import { capture, type LiveNetwork } from '../../src/capture/index.js';
import { plainNetwork, serviceOf, specOf, stackOf } from './live.js';

const network: LiveNetwork = {
  id: 'n1',
  name: 'shop_net',
  driver: 'overlay',
  stack: 'shop',
  ...plainNetwork,
};
const mount = { Type: 'volume', Source: 'shop_data', Target: '/data' };
const port = { TargetPort: 80, PublishedPort: 8080, Protocol: 'tcp', PublishMode: 'ingress' };
const file = { Name: '/etc/c', UID: '0', GID: '0', Mode: 292 };
const plain = {
  ...specOf({
    Mounts: [mount],
    Configs: [{ ConfigID: 'c1', ConfigName: 'shop_c1', File: file }],
    Secrets: [{ SecretName: 'shop_s1', File: file }],
    Healthcheck: { Test: ['CMD', 'true'] },
    Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }],
  }),
  EndpointSpec: { Ports: [port] },
};
const template = { ...plain.TaskTemplate, Networks: [{ Target: 'n1' }] };

/** What a colleague is given, and told. */
function toldOf(spec: object, net: LiveNetwork = network): string {
  const live = stackOf([serviceOf({ Spec: { ...plain, TaskTemplate: template, ...spec } })], {
    networks: [net],
    configs: [{ id: 'c1', name: 'shop_c1', text: 'a', templating: null }],
    images: [{ id: 'sha256:a', references: ['shop:1'], bytes: 1, health: null }],
  });
  const { head, leftOut } = capture(live, {
    standIns: false,
    taken: new Map(),
    unmet: (one) => (one === 'met' ? null : 'it is not met'),
    fingerprint: (secret) => `of ${secret}`,
  });
  return [head, ...leftOut.head.map(({ place, because }) => `${place}: ${because}`)].join('\n');
}

const ofTemplate = (more: object): object => ({ TaskTemplate: { ...template, ...more } });
const ofContainer = (more: object): object =>
  ofTemplate({ ContainerSpec: { ...template.ContainerSpec, ...more } });
const ofMount = (more: object): object => ofContainer({ Mounts: [{ ...mount, ...more }] });
const ofHealth = (more: object): object => ofContainer({ Healthcheck: { Test: ['CMD', 'true'], ...more } });
const ofPort = (more: object): object => ({ EndpointSpec: { Ports: [{ ...port, ...more }] } });
const ofConfig = (more: object): object =>
  ofContainer({ Configs: [{ ConfigID: 'c1', ConfigName: 'shop_c1', File: file, ...more }] });
const ofSecret = (more: object): object =>
  ofContainer({ Secrets: [{ SecretName: 'shop_s1', File: file, ...more }] });

const containerFields: Readonly<Record<string, unknown>> = {
  ...{ Labels: { a: 'b' }, Command: ['a'], Args: ['a'], Hostname: 'a', Env: ['A=b'], Dir: '/a', User: 'a' },
  ...{ Groups: ['a'], Privileges: { NoNewPrivileges: true }, StopSignal: 'SIGINT', TTY: true, Init: true },
  ...{ OpenStdin: true, ReadOnly: true, StopGracePeriod: 0, Hosts: ['10.0.0.1 a'], Isolation: 'hyperv' },
  ...{ DNSConfig: { Nameservers: ['10.0.0.1'] }, Sysctls: { a: 'b' }, CapabilityAdd: ['CAP_A'] },
  ...{ CapabilityDrop: ['CAP_A'], OomScoreAdj: 3, Ulimits: [{ Name: 'nofile', Soft: 3, Hard: 4 }] },
};
const fields: readonly (readonly [string, object])[] = [
  ...Object.entries(containerFields).map(([key, value]) => [key, ofContainer({ [key]: value })] as const),
  ['a field that nobody knows yet', ofContainer({ Later: { On: true } })],
  ['DNS search', ofContainer({ DNSConfig: { Search: ['a'] } })],
  ['DNS options', ofContainer({ DNSConfig: { Options: ['a'] } })],
  ['SELinux', ofContainer({ Privileges: { SELinuxContext: { Disable: true } } })],
  ...['Interval', 'Timeout', 'StartPeriod', 'StartInterval'].map(
    (key) => [`Healthcheck.${key}`, ofHealth({ [key]: 1e9 })] as const,
  ),
  ['Healthcheck.Retries', ofHealth({ Retries: 4 })],
  ['Mounts.ReadOnly', ofMount({ ReadOnly: true })],
  ['Mounts.Consistency', ofMount({ Consistency: 'cached' })],
  ['a volume without copy', ofMount({ VolumeOptions: { NoCopy: true } })],
  ['a folder of a volume', ofMount({ VolumeOptions: { Subpath: 'a' } })],
  ['labels of a volume', ofMount({ VolumeOptions: { Labels: { a: 'b' } } })],
  ['options of a volume', ofMount({ VolumeOptions: { DriverConfig: { Options: { type: 'nfs' } } } })],
  ['a bind', ofMount({ Type: 'bind', Source: '/srv' })],
  ['a pipe', ofMount({ Type: 'npipe', Source: 'a' })],
  ['a cluster volume', ofMount({ Type: 'cluster', Source: 'a' })],
  ['an image', ofMount({ Type: 'image', Source: 'a:1' })],
  ['the size of a tmpfs', ofMount({ Type: 'tmpfs', Source: '', TmpfsOptions: { SizeBytes: 1 } })],
  ['the mode of a tmpfs', ofMount({ Type: 'tmpfs', Source: '', TmpfsOptions: { Mode: 448 } })],
  ['options of a tmpfs', ofMount({ Type: 'tmpfs', Source: '', TmpfsOptions: { Options: [['exec']] } })],
  ['mode of a config', ofConfig({ File: { ...file, Mode: 256 } })],
  ['owner of a config', ofConfig({ File: { ...file, UID: '7' } })],
  ['group of a config', ofConfig({ File: { ...file, GID: '7' } })],
  ['a config for the runtime', ofConfig({ Runtime: { A: 1 } })],
  ['place of a secret', ofSecret({ File: { ...file, Name: 'other' } })],
  ['mode of a secret', ofSecret({ File: { ...file, Mode: 256 } })],
  ...['NanoCPUs', 'MemoryBytes', 'Pids'].map(
    (key) => [`Limits.${key}`, ofTemplate({ Resources: { Limits: { [key]: 1e9 } } })] as const,
  ),
  ['a reservation', ofTemplate({ Resources: { Reservations: { MemoryBytes: 1e9 } } })],
  [
    'a GPU',
    ofTemplate({ Resources: { Reservations: { GenericResources: [{ DiscreteResourceSpec: {} }] } } }),
  ],
  ['swap', ofTemplate({ Resources: { SwapBytes: 1e9 } })],
  ['RestartPolicy.Condition', ofTemplate({ RestartPolicy: { Condition: 'none' } })],
  ['RestartPolicy.Delay', ofTemplate({ RestartPolicy: { Delay: 0 } })],
  ['RestartPolicy.MaxAttempts', ofTemplate({ RestartPolicy: { MaxAttempts: 3 } })],
  ['RestartPolicy.Window', ofTemplate({ RestartPolicy: { Window: 1e9 } })],
  ['a constraint', ofTemplate({ Placement: { Constraints: ['met'] } })],
  ['a constraint that is not met', ofTemplate({ Placement: { Constraints: ['unmet'] } })],
  ['a preference', ofTemplate({ Placement: { Preferences: [{ Spread: { SpreadDescriptor: 'a' } }] } })],
  ['tasks of a node', ofTemplate({ Placement: { MaxReplicas: 1 } })],
  ['an alias', ofTemplate({ Networks: [{ Target: 'n1', Aliases: ['a'] }] })],
  ['options of an attachment', ofTemplate({ Networks: [{ Target: 'n1', DriverOpts: { a: 'b' } }] })],
  ['no network', ofTemplate({ Networks: [] })],
  ['a log driver', ofTemplate({ LogDriver: { Name: 'gelf' } })],
  ['options of the logs', ofTemplate({ LogDriver: { Name: '', Options: { 'max-size': '1m' } } })],
  ['a plugin', ofTemplate({ Runtime: 'plugin', PluginSpec: { Name: 'a' } })],
  ['replicas', { Mode: { Replicated: { Replicas: 0 } } }],
  ['a global service', { Mode: { Global: {} } }],
  ['a job', { Mode: { ReplicatedJob: { TotalCompletions: 2, MaxConcurrent: 2 } } }],
  ['labels of the service', { Labels: { a: 'b' } }],
  ['a port by name', ofPort({ Name: 'web' })],
  ['a port of the host', ofPort({ PublishMode: 'host' })],
  ['no virtual address', { EndpointSpec: { Mode: 'dnsrr' } }],
  [
    'networks as older clients said them',
    { ...ofTemplate({ Networks: undefined }), Networks: [{ Target: 'gone' }] },
  ],
  ...['UpdateConfig', 'RollbackConfig'].flatMap((config) =>
    Object.entries({
      ...{ Parallelism: 2, Delay: 1e9, FailureAction: 'pause', Monitor: 1e9, MaxFailureRatio: 0.5 },
      Order: 'start-first',
    }).map(([key, value]) => [`${config}.${key}`, { [config]: { [key]: value } }] as const),
  ),
];

it.each(fields)('%s', (_, more) => {
  expect(toldOf(more)).not.toBe(toldOf({}));
});

it('how many tasks of a job run at once, where it is not all of them', () => {
  const job = (MaxConcurrent: number) =>
    toldOf({ Mode: { ReplicatedJob: { TotalCompletions: 4, MaxConcurrent } } });
  expect(job(1)).not.toBe(job(4));
  expect(job(1)).toContain('max_concurrent 1');
});

it.each([
  ['driver', { driver: 'macvlan' }],
  ['attachable', { attachable: true }],
  ['internal', { internal: true }],
  ['encryption', { options: { encrypted: '' } }],
  ['the size of its packets', { options: { 'com.docker.network.driver.mtu': '1400' } }],
  ['another option', { options: { other: '1' } }],
  ['labels', { labels: { a: 'b' } }],
  ['a subnet that somebody chose', { subnets: ['172.30.0.0/24'] }],
  ['IPv6', { hasIpv6: true }],
])('%s of a network', (_, more) => {
  expect(toldOf({}, { ...network, ...more })).not.toBe(toldOf({}));
});

it.each([
  ['platforms', ofTemplate({ Placement: { Platforms: [{ Architecture: 'amd64', OS: 'linux' }] } })],
  ['the runtime', ofTemplate({ Runtime: 'container' })],
  ['empty privileges', ofContainer({ Privileges: { CredentialSpec: null, SELinuxContext: null } })],
  ['the usual isolation', ofContainer({ Isolation: 'default' })],
  ['an address for each', { EndpointSpec: { Mode: 'vip', Ports: [port] } }],
  ['empty options', ofMount({ VolumeOptions: { DriverConfig: {} }, Consistency: 'default' })],
])('not what an engine fills in where nothing is set: %s', (_, more) => {
  expect(toldOf(more)).toBe(toldOf({}));
});

it('not what swarm writes into the options of a network', () => {
  const options = { 'com.docker.network.driver.overlay.vxlanid_list': '4097' };
  expect(toldOf({}, { ...network, options })).toBe(toldOf({}));
});

it('that an update was by force, which docker stack deploy cannot do', () => {
  const spec = { ...plain, TaskTemplate: { ...template, ForceUpdate: 1 } };
  const live = stackOf([
    serviceOf({
      Spec: spec,
      PreviousSpec: { ...plain, TaskTemplate: template },
      UpdateStatus: { State: 'completed', StartedAt: '2026-01-01T12:00:00Z' },
    }),
  ]);
  const { leftOut } = capture(live, {
    standIns: false,
    taken: new Map(),
    unmet: () => null,
    fingerprint: (secret) => secret,
  });
  expect(leftOut.head.map(({ place }) => place)).toContain('app: update by force');
});
