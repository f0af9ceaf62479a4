// How long a trial has to wait for what a recipe allows: a deadline that is shorter ends trials of which
// nothing can be said.
import { healthOf, isJob, replicasOf, updatePolicy } from '../compose/policy.js';
import type { Service, Stack } from '../compose/stack.js';

export interface Patience {
  /** Milliseconds within which a base of this recipe runs, if it ever does. */
  readonly baseMs: number;
  /** Milliseconds within which swarm makes up its mind on the head, and has rolled it back where it does. */
  readonly upgradeMs: number;
}

/** For what no file says: starting containers, stopping them, and how busy the machine is. */
const aroundMs = 30_000;

export function patienceOf(base: Stack | null, head: Stack): Patience {
  const services = [...head.services.values()];
  const all = [...(base?.services.values() ?? []), ...services];
  return {
    baseMs: aroundMs + Math.max(0, ...all.map(undecidedMs)),
    upgradeMs: aroundMs + Math.max(0, ...services.map(upgradeMs)),
  };
}

/**
 * Until docker calls a task that never answers unhealthy. Source: moby daemon/health.go (handleProbeResult).
 */
function undecidedMs(service: Service): number {
  const health = replicasOf(service) === 0 ? null : healthOf(service);
  return health === null ? 0 : health.startPeriodMs + health.retries * health.intervalMs;
}

/** All turns of an update whose last task fails, and as many of the rollback. */
function upgradeMs(service: Service): number {
  const replicas = replicasOf(service);
  if (replicas === 0 || isJob(service)) return undecidedMs(service);
  const { parallelism, delayMs, monitorMs } = updatePolicy(service);
  const turns = parallelism === 0 ? 1 : Math.ceil(replicas / parallelism);
  const firstMs = healthOf(service)?.intervalMs ?? 0;
  return undecidedMs(service) + 2 * (turns * (firstMs + delayMs) + monitorMs);
}

/**
 * The first moment at which a service can run, by what its healthcheck says: docker asks when an interval is
 * over, but within a start period some engines ask sooner. Null where none is certain.
 */
export function firstAnswerMs(service: Service): number | null {
  const health = replicasOf(service) === 0 ? null : healthOf(service);
  return health === null || health.startPeriodMs > 0 ? null : health.intervalMs;
}
