// Takes everything off an engine that a trial put there, at once: no stop grace, images stay.
import type Docker from 'dockerode';
import { pause, withDeadline } from '../base/deadline.js';
import type { PrivateEngine } from './private-engine.js';
import { attempted } from './removal.js';

const cleanMs = 15_000;
const pollMs = 20;
/** Networks that dockerd and swarm make for themselves. */
const ownNetworks: readonly string[] = ['bridge', 'host', 'none', 'docker_gwbridge'];

interface SwarmNode {
  readonly Version: { readonly Index: number };
  readonly Spec: Readonly<Record<string, unknown>>;
}

export interface Cleaning {
  /** Named volumes stay, for a later trial of the same arm. */
  readonly keepVolumes: boolean;
}

/**
 * Resolves when the engine is as empty as after its boot, but for volumes that are kept; throws when it did
 * not get there in time.
 */
export async function cleanEngine(
  engine: PrivateEngine,
  cleaning: Cleaning,
  signal: AbortSignal,
): Promise<void> {
  const usable = AbortSignal.any([signal, engine.lost]);
  await withDeadline(`cleaning engine ${engine.id}`, cleanMs, usable, async (both) => {
    await schedule(engine, 'pause');
    await sweepUntilEmpty(engine, cleaning, both);
    await schedule(engine, 'active');
    await engine.reclaim();
  });
}

/** A paused node is given no task, so that swarm's replacements for what is killed never come to anything. */
async function schedule({ docker, nodes }: PrivateEngine, availability: 'pause' | 'active'): Promise<void> {
  await Promise.all(
    nodes.map(async ({ id }) => {
      const node = docker.getNode(id);
      const { Version: version, Spec: spec } = (await node.inspect()) as SwarmNode;
      await node.update({ ...spec, version: version.Index, Availability: availability });
    }),
  );
}

/**
 * Sweeps again and again: swarm goes on with what it was doing until it has seen that the service is gone,
 * and a network or volume cannot go before its last task.
 */
async function sweepUntilEmpty(
  engine: PrivateEngine,
  cleaning: Cleaning,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const left = await sweep(engine, cleaning);
    if (left === 0) return;
    await pause(pollMs, signal);
  }
}

/**
 * Removes what it finds and gives how much that was. The order is for speed: a task that swarm has seen die
 * goes at once, one that it must end itself on an overlay network costs two seconds, and one whose container
 * vanished a third (moby, daemon/cluster/executor/container/controller.go, Shutdown and
 * defaultGossipConvergeDelay).
 */
async function sweep({ docker, nodes }: PrivateEngine, cleaning: Cleaning): Promise<number> {
  const running = await onEach(nodes, async (own) => {
    const containers = await own.listContainers();
    await Promise.all(containers.map(({ Id: id }) => attempted(own.getContainer(id).kill())));
    return containers.length;
  });
  const services = await docker.listServices();
  await Promise.all(services.map(({ ID: id }) => attempted(docker.getService(id).remove())));
  const tasks = (await docker.listTasks()) as readonly unknown[];
  const left = running + services.length + tasks.length;
  if (left > 0) return left;
  const ofNodes = await onEach(nodes, (own) => sweepNode(own, cleaning));
  return ofNodes + (await sweepSwarm(docker));
}

/** What is done at each node at once, and how much there was in all. */
async function onEach(
  nodes: PrivateEngine['nodes'],
  work: (docker: Docker) => Promise<number>,
): Promise<number> {
  const counts = await Promise.all(nodes.map(({ docker }) => work(docker)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A worker may not remove an overlay network: there it goes with the last task on it. */
async function sweepNode(docker: Docker, { keepVolumes }: Cleaning): Promise<number> {
  const containers = await docker.listContainers({ all: true });
  await Promise.all(
    containers.map(({ Id: id }) => attempted(docker.getContainer(id).remove({ force: true, v: true }))),
  );
  const [networks, volumes] = await Promise.all([docker.listNetworks(), docker.listVolumes()]);
  const foreign = networks.filter(
    ({ Name: name, Ingress: ingress }) => !ingress && !ownNetworks.includes(name),
  );
  const removals = [
    ...foreign.map(({ Id: id }) => docker.getNetwork(id).remove()),
    ...(keepVolumes ? [] : volumes.Volumes).map(({ Name: name }) =>
      docker.getVolume(name).remove({ force: true }),
    ),
  ];
  await Promise.all(removals.map(attempted));
  return containers.length + removals.length;
}

async function sweepSwarm(docker: Docker): Promise<number> {
  const [secrets, configs] = await Promise.all([docker.listSecrets(), docker.listConfigs()]);
  const removals = [
    ...secrets.map(({ ID: id }) => docker.getSecret(id).remove()),
    ...configs.map(({ ID: id }) => docker.getConfig(id).remove()),
  ];
  await Promise.all(removals.map(attempted));
  return removals.length;
}
