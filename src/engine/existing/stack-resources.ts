// What there is of a stack on an engine, and taking it away: everything that carries the stack's label, and
// nothing else.
import type Docker from 'dockerode';
import { pause, withDeadline } from '../../base/deadline.js';
import { attempted } from '../removal.js';

const removeMs = 60_000;
const pollMs = 200;

/**
 * Everything of a stack by its label, and what is named as the stack's would be, which a deploy would take
 * for its own. In words.
 */
export async function ofStack(docker: Docker, stack: string): Promise<readonly string[]> {
  const labelled = (await groupsOf(docker, `com.docker.stack.namespace=${stack}`)).flat();
  const named = (await groupsOf(docker, null)).flat().filter(({ name }) => name.startsWith(`${stack}_`));
  return [...labelled, ...named].map(({ kind, name }) => `the ${kind} ${name}`);
}

/**
 * Removes everything with this label and resolves when nothing was left for `quietMs`, so that what a deploy
 * under way still makes goes too. Throws a `timeout` LabError when something cannot be removed.
 */
export async function removeLabelled(
  docker: Docker,
  label: string,
  quietMs: number,
  signal: AbortSignal,
): Promise<void> {
  await withDeadline(`removing what carries ${label}`, removeMs, signal, async (both) => {
    let emptySinceMs: number | null = null;
    for (;;) {
      const next = (await groupsOf(docker, label)).find((group) => group.length > 0) ?? [];
      await Promise.all(next.map(({ remove }) => attempted(remove())));
      if (next.length > 0) emptySinceMs = null;
      else emptySinceMs ??= performance.now();
      if (emptySinceMs !== null && performance.now() - emptySinceMs >= quietMs) return;
      await pause(pollMs, both);
    }
  });
}

interface Resource {
  readonly kind: string;
  readonly name: string;
  readonly remove: () => Promise<unknown>;
}

/**
 * In the order in which they can go: swarm makes new tasks for as long as there is a service, and a container
 * holds what it uses.
 */
async function groupsOf(docker: Docker, label: string | null): Promise<readonly (readonly Resource[])[]> {
  const options = label === null ? {} : { filters: { label: [label] } };
  const [services, containers, networks, volumes, secrets, configs] = await Promise.all([
    docker.listServices(options),
    docker.listContainers({ all: true, ...options }),
    docker.listNetworks(options),
    docker.listVolumes(options),
    docker.listSecrets(options),
    docker.listConfigs(options),
  ]);
  return [
    services.map((service) => ({
      kind: 'service',
      name: nameIn(service),
      remove: () => docker.getService(service.ID).remove(),
    })),
    containers.map(({ Id, Names }) => ({
      kind: 'container',
      name: Names[0] ?? Id,
      remove: () => docker.getContainer(Id).remove({ force: true, v: true }),
    })),
    [
      ...networks.map(({ Id, Name: name }) => ({
        kind: 'network',
        name,
        remove: () => docker.getNetwork(Id).remove(),
      })),
      ...volumes.Volumes.map(({ Name: name }) => ({
        kind: 'volume',
        name,
        remove: () => docker.getVolume(name).remove({ force: true }),
      })),
      ...secrets.map((secret) => ({
        kind: 'secret',
        name: nameIn(secret),
        remove: () => docker.getSecret(secret.ID).remove(),
      })),
      ...configs.map((config) => ({
        kind: 'config',
        name: nameIn(config),
        remove: () => docker.getConfig(config.ID).remove(),
      })),
    ],
  ];
}

function nameIn(resource: object): string {
  return (resource as { readonly Spec?: { readonly Name?: string } }).Spec?.Name ?? '';
}
