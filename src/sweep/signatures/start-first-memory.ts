// The case that driftlab comes from: twice the memory for the time of an update, and a rollback when it is
// not there.
import { formatBytes, formatDuration } from '../../base/units.js';
import type { Placed } from '../../compose/place.js';
import { healthOf, replicasOf, type UpdatePolicy } from '../../compose/policy.js';
import type { Service, Stack } from '../../compose/stack.js';
import { perService, type Signature, type Subject } from '../signature.js';
import { added, nodesFor, startsBeside, stopFirst } from '../starts-beside.js';

/** From here on an app counts as heavy: two of it are not expected to fit just so. */
const heavyBytes = 512 * 1024 ** 2;
const slowMs = 60_000;

export const startFirstMemory: Signature = {
  name: 'start-first-memory',
  summary: 'a new task starts beside the old one, and a failure rolls back: is there memory for both?',
  why:
    'With start-first the old task is stopped only when the new one runs, which with a healthcheck is ' +
    'when it is healthy. Until then both use memory, for each task that is updated at a time. When ' +
    'memory runs out the kernel kills one of them; a new task that dies counts as a failed update, and ' +
    'the rollback puts the whole old spec back, labels too, while the old task answers every health ' +
    'check.',
  source:
    'moby/swarmkit manager/orchestrator/update/updater.go (updateTask, rollbackUpdate); moby ' +
    'daemon/cluster/executor/container/controller.go (Start)',
  mend:
    'order: stop-first, at the price of an outage while the new task starts; or memory for both, and ' +
    'limits that say so',
  look: perService((service, subject) => {
    const policy = startsBeside(service);
    if (policy === null || policy.failureAction !== 'rollback') return null;
    const room = roomFor(service, policy, subject);
    if (room.kind === 'fits') return null;
    const heavy = heavyBecause(service, subject);
    const over =
      room.kind === 'over'
        ? `by ${room.by} all tasks need ${formatBytes(room.bytes)} then, and a node has ` +
          formatBytes(room.of)
        : null;
    return {
      severity: over !== null || heavy !== null ? 'high' : 'medium',
      service: service.name,
      places: [
        policy.placeOf('order'),
        policy.placeOf('failureAction'),
        ...(heavy === null ? [] : [heavy.place]),
      ],
      says:
        `an update runs ${service.name} twice side by side and rolls back on failure: ` +
        (over ?? heavy?.value ?? 'nothing says that there is memory for both'),
      change: stopFirst(service),
    };
  }),
};

type Room =
  | { readonly kind: 'fits' | 'unknown' }
  | {
      readonly kind: 'over';
      readonly bytes: number;
      readonly of: number;
      /** What was added up. */
      readonly by: string;
    };

/** Known only where all tasks are on one node whose memory is given, with limits on all services. */
function roomFor(service: Service, policy: UpdatePolicy, { stack, swarm }: Subject): Room {
  if (swarm.memoryBytes === null || nodesFor(service, swarm) > 1) return { kind: 'unknown' };
  const of = swarm.memoryBytes;
  const limits = needed(service, policy, { stack, bytesOf: ({ memoryLimit }) => memoryLimit?.value ?? null });
  if (limits !== null)
    return limits <= of ? { kind: 'fits' } : { kind: 'over', bytes: limits, of, by: 'their limits' };
  // What tasks hold now is no bound: it can show that memory is short, never that it is not.
  const { usedBytes: used } = swarm;
  const held = needed(service, policy, { stack, bytesOf: ({ name }) => used?.get(name) ?? null });
  return held === null || held <= of
    ? { kind: 'unknown' }
    : { kind: 'over', bytes: held, of, by: 'what they hold now' };
}

interface Need {
  readonly stack: Stack;
  readonly bytesOf: (service: Service) => number | null;
}

/** By all tasks while the service is updated; null where that is not known of each. */
function needed(service: Service, policy: UpdatePolicy, { stack, bytesOf }: Need): number | null {
  const own = bytesOf(service);
  const each = [...stack.services.values()].map((one) => {
    const bytes = bytesOf(one);
    return bytes === null ? null : bytes * replicasOf(one);
  });
  if (own === null || each.includes(null)) return null;
  return each.reduce<number>((sum, bytes) => sum + (bytes ?? 0), added(service, policy) * own);
}

function heavyBecause(service: Service, { swarm }: Subject): Placed<string> | null {
  const used = swarm.usedBytes?.get(service.name) ?? 0;
  if (used >= heavyBytes) return { value: `each holds ${formatBytes(used)} now`, place: service.place };
  const memory = service.memoryReservation ?? service.memoryLimit;
  if (memory !== null && memory.value >= heavyBytes)
    return { value: `each may take ${formatBytes(memory.value)}`, place: memory.place };
  const bootMs = healthOf(service)?.startPeriodMs ?? 0;
  const place = service.health?.startPeriodMs?.place;
  return bootMs < slowMs || place === undefined
    ? null
    : { value: `it boots for up to ${formatDuration(bootMs)}, and both run that long`, place };
}
