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
    const heavy = heavyBecause(service);
    const over =
      room.kind === 'over'
        ? `by their limits all tasks need ${formatBytes(room.bytes)} then, and a node has ` +
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
  | { readonly kind: 'over'; readonly bytes: number; readonly of: number };

/** Known only where all tasks are on one node whose memory is given, with limits on all services. */
function roomFor(service: Service, policy: UpdatePolicy, { stack, swarm }: Subject): Room {
  const all = allLimits(stack);
  if (
    swarm.memoryBytes === null ||
    all === null ||
    service.memoryLimit === null ||
    nodesFor(service, swarm) > 1
  )
    return { kind: 'unknown' };
  const bytes = all + added(service, policy) * service.memoryLimit.value;
  return bytes <= swarm.memoryBytes ? { kind: 'fits' } : { kind: 'over', bytes, of: swarm.memoryBytes };
}

function allLimits({ services }: Stack): number | null {
  const each = [...services.values()].map((service) =>
    service.memoryLimit === null ? null : service.memoryLimit.value * replicasOf(service),
  );
  return each.includes(null) ? null : each.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
}

function heavyBecause(service: Service): Placed<string> | null {
  const memory = service.memoryReservation ?? service.memoryLimit;
  if (memory !== null && memory.value >= heavyBytes)
    return { value: `each may take ${formatBytes(memory.value)}`, place: memory.place };
  const bootMs = healthOf(service)?.startPeriodMs ?? 0;
  const place = service.health?.startPeriodMs?.place;
  return bootMs < slowMs || place === undefined
    ? null
    : { value: `it boots for up to ${formatDuration(bootMs)}, and both run that long`, place };
}
