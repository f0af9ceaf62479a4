// Services whose update puts a new task beside the old one, and where both can be.
import { isGlobal, isJob, replicasOf, updatePolicy, type UpdatePolicy } from '../compose/policy.js';
import type { Placed } from '../compose/place.js';
import type { Port, Service } from '../compose/stack.js';
import type { Change, Swarm } from './signature.js';

/** The update policy of a service that has tasks and starts new ones first; null of any other. */
export function startsBeside(service: Service): UpdatePolicy | null {
  const policy = updatePolicy(service);
  return policy.order === 'start-first' && !isJob(service) && replicasOf(service) > 0 ? policy : null;
}

/** The constraint that leaves a single node. */
export function pinnedBy({ constraints }: Service): Placed<string> | null {
  return constraints.find(({ value }) => /^\s*node\.(?:hostname|id)\s*==/.test(value)) ?? null;
}

/** Nodes on which its tasks may run. */
export function nodesFor(service: Service, swarm: Swarm): number {
  return pinnedBy(service) === null ? swarm.nodes : 1;
}

/** Tasks that an update adds at a time. */
export function added(service: Service, { parallelism }: UpdatePolicy): number {
  const replicas = replicasOf(service);
  return isGlobal(service) || parallelism === 0 ? replicas : Math.min(parallelism, replicas);
}

/** A port of the host itself that it takes. */
export function hostPort({ ports }: Service): Port | undefined {
  return ports.find(({ mode, published }) => mode === 'host' && published !== null && published > 0);
}

export function stopFirst({ name }: Service): Change {
  return { service: name, path: ['deploy', 'update_config', 'order'], value: 'stop-first' };
}
