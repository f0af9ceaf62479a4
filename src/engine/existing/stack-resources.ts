// What there is of a stack on an engine, and taking it away: everything that carries the stack's label or is
// named as what is of the stack, and nothing else.
import type Docker from 'dockerode';
import { stackLabel } from '../../base/stack-label.js';
import { pause, withDeadline } from '../../base/deadline.js';
import { attempted } from '../removal.js';

const removeMs = 60_000;
const pollMs = 200;

/**
 * Everything of a stack by its label, and what is named as the stack's would be, which a deploy would take
 * for its own. In words.
 */
export async function ofStack(docker: Docker, stack: string): Promise<readonly string[]> {
  return (await groupsOfStack(docker, stack)).flat().map(({ kind, name }) => `the ${kind} ${name}`);
}

/** In the order in which they can go. A container's name begins with a slash, as the engine's API has it. */
async function groupsOfStack(docker: Docker, stack: string): Promise<readonly (readonly Resource[])[]> {
  const [labelled, all] = await Promise.all([
    groupsOf(docker, `${stackLabel}=${stack}`),
    groupsOf(docker, null),
  ]);
  const isNamed = ({ name }: Resource): boolean => name.replace(/^\//, '').startsWith(`${stack}_`);
  return labelled.map((group, place) => {
    const known = new Set(group.map(({ name }) => name));
    const named = all[place]?.filter((one) => isNamed(one) && !known.has(one.name)) ?? [];
    return [...group, ...named];
  });
}

/**
 * Removes everything of a stack whose name is claimed, and resolves when nothing was left for `quietMs`, so
 * that what a deploy under way still makes goes too. A deployer may leave the stack's label out: what is
 * named as the stack's was not there when the name was claimed. Throws a `timeout` LabError when something
 * cannot be removed.
 */
export function removeStack(
  docker: Docker,
  stack: string,
  quietMs: number,
  signal: AbortSignal,
): Promise<void> {
  const removal = { what: `removing the stack ${stack}`, list: () => groupsOfStack(docker, stack) };
  return removeAll(removal, quietMs, signal);
}

/** As {@link removeStack}, everything with this label. */
export function removeLabelled(docker: Docker, label: string, signal: AbortSignal): Promise<void> {
  return removeAll(
    { what: `removing what carries ${label}`, list: () => groupsOf(docker, label) },
    0,
    signal,
  );
}

interface Removal {
  readonly what: string;
  readonly list: () => Promise<readonly (readonly Resource[])[]>;
}

async function removeAll({ what, list }: Removal, quietMs: number, signal: AbortSignal): Promise<void> {
  await withDeadline(what, removeMs, signal, async (both) => {
    let emptySinceMs: number | null = null;
    for (;;) {
      const next = (await list()).find((group) => group.length > 0) ?? [];
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
