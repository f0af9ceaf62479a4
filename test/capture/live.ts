// Stacks as an engine shows them, for tests: what is not said is as docker fills it in.
import type { LiveServiceJson, LiveTaskJson, LiveService, LiveStack } from '../../src/capture/index.js';

type Spec = LiveServiceJson['Spec'];
type Template = Spec['TaskTemplate'];
type Container = NonNullable<Template['ContainerSpec']>;

export const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();

export function specOf(
  container: Container = {},
  more: Partial<Spec> = {},
  template: Partial<Template> = {},
): Spec {
  return {
    Name: 'shop_app',
    Labels: { 'com.docker.stack.namespace': 'shop' },
    TaskTemplate: { ContainerSpec: { Image: 'shop:1', ...container }, Runtime: 'container', ...template },
    Mode: { Replicated: { Replicas: 1 } },
    ...more,
  };
}

export function serviceOf(
  json: Partial<LiveServiceJson> & { readonly Spec: Spec },
  tasks: readonly LiveTaskJson[] = [],
): LiveService {
  return {
    json: { ID: `id-of-${json.Spec.Name}`, CreatedAt: at(0), UpdatedAt: at(100), ...json },
    tasks,
  };
}

export function taskOf(
  spec: Spec,
  {
    id = 't1',
    second = 101,
    ...more
  }: { readonly id?: string; readonly second?: number } & Partial<LiveTaskJson['Status']> = {},
): LiveTaskJson {
  const { Runtime, ...template } = spec.TaskTemplate;
  return {
    ID: id,
    CreatedAt: at(second),
    ServiceID: `id-of-${spec.Name}`,
    NodeID: Runtime === undefined ? '' : 'n1',
    DesiredState: 'running',
    Spec: template,
    Status: { Timestamp: at(second + 3), State: 'running', ...more },
  };
}

export function stackOf(services: readonly LiveService[], more: Partial<LiveStack> = {}): LiveStack {
  return {
    name: 'shop',
    takenAt: at(200),
    engine: { version: '20.10.24', nodes: 1 },
    services,
    networks: [],
    configs: [],
    images: [],
    containers: [],
    freeBytes: null,
    ...more,
  };
}

/** What a network is that nobody asked anything of. */
export const plainNetwork = {
  attachable: false,
  internal: false,
  options: {},
  labels: {},
  subnets: [],
  hasIpv6: false,
};
