// What a service's spec says that neither a part of the compose file nor a sentence of its own tells. Every
// field of moby's ServiceSpec (api/types/swarm/service.go, task.go, container.go) is known here or is told:
// so is one that a later engine brings.
import type { SpecJson } from './engine-json.js';

/** True where all of it is carried over or told elsewhere; else what is known of it, or of each item. */
type Known = true | { readonly [field: string]: Known };

const all = (...fields: readonly string[]): Known =>
  Object.fromEntries(fields.map((field) => [field, true as const]));

const update = all('Parallelism', 'Delay', 'FailureAction', 'Monitor', 'MaxFailureRatio', 'Order');
const amounts = all('NanoCPUs', 'MemoryBytes', 'Pids', 'GenericResources');
const attachment = all('Target', 'Aliases', 'DriverOpts');
const file = all('Name', 'UID', 'GID', 'Mode');

const container: Known = {
  ...(all(
    'Image',
    'Labels',
    'Command',
    'Args',
    'Hostname',
    'Env',
    'Dir',
    'User',
    'TTY',
    'OpenStdin',
  ) as object),
  ...(all('ReadOnly', 'Init', 'StopSignal', 'StopGracePeriod', 'Hosts', 'Sysctls') as object),
  ...(all('CapabilityAdd', 'CapabilityDrop', 'OomScoreAdj') as object),
  Healthcheck: all('Test', 'Interval', 'Timeout', 'Retries', 'StartPeriod', 'StartInterval'),
  DNSConfig: all('Nameservers', 'Search'),
  Ulimits: all('Name', 'Hard', 'Soft'),
  Configs: { ConfigID: true, ConfigName: true, File: file },
  Secrets: { SecretID: true, SecretName: true, File: file },
  Mounts: {
    ...(all('Type', 'Source', 'Target', 'ReadOnly') as object),
    // of mounts that are left out as a whole, or are the same on every machine
    ...(all('BindOptions', 'ClusterOptions', 'ImageOptions') as object),
    VolumeOptions: { NoCopy: true, Subpath: true, Labels: true, DriverConfig: all('Name', 'Options') },
    TmpfsOptions: all('SizeBytes', 'Mode'),
  },
};

const service: Known = {
  Name: true,
  Labels: true,
  Mode: {
    Replicated: all('Replicas'),
    Global: {},
    ReplicatedJob: all('MaxConcurrent', 'TotalCompletions'),
    GlobalJob: {},
  },
  UpdateConfig: update,
  RollbackConfig: update,
  Networks: attachment,
  EndpointSpec: { Mode: true, Ports: all('Protocol', 'TargetPort', 'PublishedPort', 'PublishMode') },
  TaskTemplate: {
    ContainerSpec: container,
    Resources: { Limits: amounts, Reservations: amounts },
    RestartPolicy: all('Condition', 'Delay', 'MaxAttempts', 'Window'),
    // the platforms are what the image was found for
    Placement: all('Constraints', 'Preferences', 'MaxReplicas', 'Platforms'),
    Networks: attachment,
    LogDriver: all('Name', 'Options'),
    // told where it is what an update changed
    ForceUpdate: true,
  },
};
/** What the engine fills in where nobody said anything. */
const byDefault: Readonly<Record<string, string>> = {
  Isolation: 'default',
  Runtime: 'container',
  Consistency: 'default',
};

/** Each field once, without what it is in: `Privileges.SELinuxContext`, `EndpointSpec.Ports.Name`. */
export function unsaid(spec: SpecJson): readonly string[] {
  const paths = unknownIn(spec, service).map((path) =>
    path.replace(/^TaskTemplate\.(?:ContainerSpec\.)?/, ''),
  );
  return [...new Set(paths)];
}

function unknownIn(value: unknown, known: Known): readonly string[] {
  if (known === true || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => unknownIn(item, known));
  return Object.entries(value).flatMap(([field, part]) => {
    const own = known[field];
    if (own !== undefined) return unknownIn(part, own).map((path) => `${field}.${path}`);
    return saysNothing(part) || part === byDefault[field] ? [] : [field];
  });
}

/** What engines spell out where nothing is set. */
function saysNothing(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return !value;
  return Object.values(value).every(saysNothing);
}
