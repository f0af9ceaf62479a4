// Reads a stack of a live swarm for a capture: services, tasks, networks, configs, and of the engine that
// answers its containers and images. Everything is only read; secrets are never asked for, and nothing that
// lies in a volume.
import type {
  HealthJson,
  LiveConfig,
  LiveContainer,
  LiveImage,
  LiveService,
  LiveServiceJson,
  LiveStack,
  LiveTaskJson,
} from '../../capture/index.js';
import { stackLabel } from '../../base/stack-label.js';
import { freeBeside } from '../../engine/index.js';
import type { Engine } from '../../trial/ports.js';
import { readNetworks } from './read-networks.js';

export interface ReadStack {
  readonly live: LiveStack;
  /** What could not be looked at, a sentence each. */
  readonly unseen: readonly string[];
}

/** Throws what the engine answers where services or tasks cannot be read. */
export async function readLiveStack(engine: Engine, stack: string, takenAt: string): Promise<ReadStack> {
  const { docker } = engine;
  const [here] = engine.nodes;
  const filters = { label: [`${stackLabel}=${stack}`] };
  const services = (await docker.listServices({ filters })) as unknown as readonly LiveServiceJson[];
  const tasks = (await docker.listTasks({ filters })) as readonly LiveTaskJson[];
  const nodes = (await docker.listNodes()) as readonly unknown[];
  const own: readonly LiveService[] = services
    .map((json) => ({ json, tasks: tasks.filter(({ ServiceID: id }) => id === json.ID) }))
    .sort((a, b) => (a.json.Spec.Name < b.json.Spec.Name ? -1 : 1));
  const containers = await containersOf(engine, tasks);
  const images = await imagesOf(engine, own, containers);
  const ids = tasks.flatMap(({ Status: { State: state, ContainerStatus: status } }) =>
    state === 'running' && status?.ContainerID ? [status.ContainerID] : [],
  );
  const elsewhere = tasks.filter(
    ({ NodeID: node, Status: { State: state } }) => state === 'running' && node !== here.id,
  );
  return {
    live: {
      name: stack,
      takenAt,
      engine: { version: engine.version, nodes: nodes.length },
      services: own,
      networks: await readNetworks(engine),
      configs: await configsOf(engine, own),
      images,
      containers,
      freeBytes: here.sharesKernel ? freeBeside(ids) : null,
    },
    unseen:
      elsewhere.length === 0
        ? []
        : [
            `${String(elsewhere.length)} tasks run on other nodes: what they hold, and images that only those ` +
              'have, cannot be seen from here',
          ],
  };
}

/** Of tasks on this node of which the engine still has the container. */
async function containersOf(
  { docker, nodes: [{ id: nodeId }] }: Engine,
  tasks: readonly LiveTaskJson[],
): Promise<readonly LiveContainer[]> {
  const here = tasks.flatMap(({ ID: taskId, NodeID: node, Status: { ContainerStatus: status } }) =>
    node === nodeId && status?.ContainerID ? [{ taskId, id: status.ContainerID }] : [],
  );
  const each = await Promise.all(
    here.map(async ({ taskId, id }) => {
      const found = await orNull(docker.getContainer(id).inspect());
      if (found === null) return [];
      const { Image: imageId, State: state } = found;
      return [
        {
          taskId,
          imageId,
          startedAt: instantOf(state.StartedAt),
          finishedAt: state.Running ? null : instantOf(state.FinishedAt),
          memoryBytes: state.Running ? await heldBy(docker, id) : null,
          killedForMemory: state.OOMKilled,
        },
      ];
    }),
  );
  return each.flat();
}

/** Docker writes the year 1 where there was none. */
function instantOf(at: string): string | null {
  return at === '' || at.startsWith('0001-') ? null : at;
}

interface MemoryStats {
  readonly usage?: number;
  readonly stats?: Readonly<Record<string, number>>;
}

/** Without pages of files, which the kernel gives back; v1 and v2 of control groups name them otherwise. */
async function heldBy(docker: Engine['docker'], id: string): Promise<number | null> {
  const stats = await orNull(docker.getContainer(id).stats({ stream: false }));
  const { usage, stats: parts = {} } = (stats?.memory_stats ?? {}) as MemoryStats;
  if (usage === undefined) return null;
  const files =
    parts['total_inactive_file'] === undefined
      ? (parts['inactive_file'] ?? 0) + (parts['active_file'] ?? 0)
      : parts['total_inactive_file'] + (parts['total_active_file'] ?? 0);
  return Math.max(0, usage - files);
}

interface ImageInspect {
  readonly Id: string;
  readonly Size: number;
  readonly Config?: { readonly Healthcheck?: HealthJson | null } | null;
}

async function imagesOf(
  { docker }: Engine,
  services: readonly LiveService[],
  containers: readonly LiveContainer[],
): Promise<readonly LiveImage[]> {
  const named = services.flatMap(({ json: { Spec, PreviousSpec }, tasks }) =>
    [Spec.TaskTemplate, PreviousSpec?.TaskTemplate, ...tasks.map(({ Spec: own }) => own)].flatMap(
      (template) => template?.ContainerSpec?.Image ?? [],
    ),
  );
  const wanted = [...new Set([...named, ...containers.map(({ imageId }) => imageId)])];
  const found = await Promise.all(
    wanted.map(async (name) => {
      const image = (await orNull(docker.getImage(name).inspect())) as ImageInspect | null;
      return image === null ? [] : [{ name, image }];
    }),
  );
  const all = found.flat();
  const byId = new Map(all.map(({ image }) => [image.Id, image]));
  return [...byId].map(([id, { Size: bytes, Config: config }]) => ({
    id,
    references: all.filter(({ image }) => image.Id === id).map(({ name }) => name),
    bytes,
    health: config?.Healthcheck ?? null,
  }));
}

interface ConfigJson {
  readonly ID: string;
  readonly Spec: {
    readonly Name: string;
    readonly Data?: string;
    readonly Templating?: { readonly Name?: string } | null;
  };
}

/** Those that a version or a task of the stack names. */
async function configsOf(
  { docker }: Engine,
  services: readonly LiveService[],
): Promise<readonly LiveConfig[]> {
  const templates = services.flatMap(({ json: { Spec, PreviousSpec }, tasks }) => [
    Spec.TaskTemplate,
    PreviousSpec?.TaskTemplate,
    ...tasks.map(({ Spec: own }) => own),
  ]);
  const ids = new Set(
    templates.flatMap((one) => (one?.ContainerSpec?.Configs ?? []).map(({ ConfigID: id }) => id)),
  );
  const each = await Promise.all(
    [...ids].map(async (id) => (await orNull(docker.getConfig(id).inspect())) as ConfigJson | null),
  );
  return each.flatMap((one) =>
    one === null
      ? []
      : [
          {
            id: one.ID,
            name: one.Spec.Name,
            text: textOf(Buffer.from(one.Spec.Data ?? '', 'base64')),
            templating: one.Spec.Templating?.Name ?? null,
          },
        ],
  );
}

/** Null of what is no text. */
function textOf(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** What the engine has no more is null; any other trouble is thrown. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if ((error as { readonly statusCode?: number }).statusCode === 404) return null;
    throw error;
  }
}
