// What there is of a stack on an engine, and taking it away: everything that carries the stack's label, and nothing else.
import type Docker from 'dockerode';
import { pause, withDeadline } from '../../base/deadline.js';
import { attempted } from '../removal.js';

const removeMs = 60_000;
const pollMs = 100;

/** Names of everything that carries the label, in words. */
export async function ofStack(docker: Docker, stack: string): Promise<readonly string[]> {
  const found = await resourcesOf(docker, `com.docker.stack.namespace=${stack}`);
  return found.map(({ what }) => what);
}

/**
 * Removes everything with this label and resolves when nothing was left for `quietMs`, so that what a deploy under way still
 * makes goes too. Throws a `timeout` LabError that says what cannot be removed.
 */
export async function removeLabelled(docker: Docker, label: string, quietMs: number, signal: AbortSignal): Promise<void> {
  let left: readonly Resource[] = [];
  await withDeadline(`removing what carries ${label}`, removeMs, signal, async (both) => {
    let emptySinceMs: number | null = null;
    for (;;) {
      left = await resourcesOf(docker, label);
      await Promise.all(left.map(({ remove }) => attempted(remove())));
      if (left.length > 0) emptySinceMs = null;
      else emptySinceMs ??= performance.now();
      if (emptySinceMs !== null && performance.now() - emptySinceMs >= quietMs) return;
      await pause(pollMs, both);
    }
  });
}

interface Resource {
  readonly what: string;
  readonly remove: () => Promise<unknown>;
}

/** Services first: swarm makes new tasks for as long as there is one. */
async function resourcesOf(docker: Docker, label: string): Promise<readonly Resource[]> {
  const filters = { label: [label] };
  const services = await docker.listServices({ filters });
  if (services.length > 0) return services.map(({ ID, Spec }) => ({ what: `the service ${Spec?.Name ?? ID}`, remove: () => docker.getService(ID).remove() }));
  const containers = await docker.listContainers({ all: true, filters });
  if (containers.length > 0) return containers.map(({ Id, Names }) => ({ what: `the container ${Names[0] ?? Id}`, remove: () => docker.getContainer(Id).remove({ force: true, v: true }) }));
  const [networks, volumes, secrets, configs] = await Promise.all([
    docker.listNetworks({ filters }), docker.listVolumes({ filters }), docker.listSecrets({ filters }), docker.listConfigs({ filters }),
  ]);
  return [
    ...networks.map(({ Id, Name }) => ({ what: `the network ${Name}`, remove: () => docker.getNetwork(Id).remove() })),
    ...volumes.Volumes.map(({ Name }) => ({ what: `the volume ${Name}`, remove: () => docker.getVolume(Name).remove({ force: true }) })),
    ...secrets.map(({ ID }) => ({ what: `the secret ${ID}`, remove: () => docker.getSecret(ID).remove() })),
    ...configs.map(({ ID }) => ({ what: `the config ${ID}`, remove: () => docker.getConfig(ID).remove() })),
  ];
}
