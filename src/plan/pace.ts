// How long base and head take by what the recipe itself says: healthchecks, monitor, delay, parallelism. How
// long an app needs to come up no file says; its start_period is the most that its author reckons with.
import { plainOf } from '../compose/node.js';
import { healthOf, isJob, replicasOf, updatePolicy } from '../compose/policy.js';
import type { Service, Stack } from '../compose/stack.js';

export interface Pace {
  /** Milliseconds until every service of the base runs, beyond those of one that runs at once. */
  readonly baseMs: number;
  /** Milliseconds from the head's deploy until swarm says that the update of the last service is complete. */
  readonly upgradeMs: number;
}

/** Asking a task on an overlay network to end, and waiting until swarm has seen it. */
const stopMs = 2500;
/** What an app takes of its start_period. */
const share = 0.5;

/**
 * For apps that come up in half of their start_period, and at once where they have none, and that end when
 * they are asked to. `service`: the one under test, which is updated in any case, by its label if by nothing
 * else; of the others those that are otherwise in the head. Null where base or head could not be read.
 */
export function paceOf(base: Stack | null, head: Stack | null, service: string): Pace | null {
  if (base === null || head === null) return null;
  const updated = [...head.services.values()].filter(
    (one) => one.name === service || !isSame(one, base.services.get(one.name)),
  );
  return {
    baseMs: Math.max(0, ...[...base.services.values()].map(startMs)),
    upgradeMs: Math.max(0, ...updated.map(updateMs)),
  };
}

/**
 * Until a task runs: swarm takes one with a healthcheck for running when it is healthy, and docker asks for
 * the first time when an interval is over. Source: moby daemon/health.go (monitor) and
 * daemon/cluster/executor/container/controller.go (Start).
 */
function startMs(service: Service): number {
  if (replicasOf(service) === 0) return 0;
  const health = healthOf(service);
  if (health === null) return 0;
  const { intervalMs, startPeriodMs } = health;
  return Math.max(1, Math.ceil((share * startPeriodMs) / intervalMs)) * intervalMs;
}

/**
 * So many tasks at a time one after the other, with the delay after each, and the monitor of the last.
 * Source: moby/swarmkit manager/orchestrator/update/updater.go (Run, worker).
 */
function updateMs(service: Service): number {
  const replicas = replicasOf(service);
  if (replicas === 0 || isJob(service)) return startMs(service);
  const { order, parallelism, delayMs, monitorMs } = updatePolicy(service);
  const turns = parallelism === 0 ? 1 : Math.ceil(replicas / parallelism);
  const oneMs = startMs(service) + (order === 'start-first' ? 0 : stopMs) + delayMs;
  return turns * oneMs + monitorMs;
}

function isSame(one: Service, other: Service | undefined): boolean {
  return other !== undefined && textOf(one) === textOf(other);
}

function textOf({ written }: Service): string {
  return JSON.stringify(written.map(plainOf));
}
