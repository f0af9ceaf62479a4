// What swarm does with a service when it is updated: what is written, with swarm's defaults where nothing is.
// Source: moby/swarmkit api/defaults/service.go and manager/orchestrator/update/updater.go; docker/cli
// cli/compose/convert/service.go.
import type { Place, Placed } from './place.js';
import type { Service, UpdateConfig } from './stack.js';

export interface UpdatePolicy {
  readonly order: string;
  readonly failureAction: string;
  /** A monitor of 0 means that none is set, which is 5 s. */
  readonly monitorMs: number;
  readonly delayMs: number;
  readonly maxFailureRatio: number;
  /** Tasks at a time; 0 is all of them. */
  readonly parallelism: number;
  /** Where a key stands; where it is not written, what it would stand in. */
  readonly placeOf: (key: Exclude<keyof UpdateConfig, 'place'>) => Place;
}

export function updatePolicy({ update, place }: Service): UpdatePolicy {
  return policyOf(update, place);
}

/** Of the service that is put back; swarm takes the settings of the old spec, not of the new one. */
export function rollbackPolicy({ rollback, place }: Service): UpdatePolicy {
  return policyOf(rollback, place);
}

function policyOf(config: UpdateConfig | null, outside: Place): UpdatePolicy {
  const monitorMs = config?.monitorMs?.value ?? 0;
  return {
    order: wordOf(config?.order, 'stop-first'),
    failureAction: wordOf(config?.failureAction, 'pause'),
    monitorMs: monitorMs === 0 ? 5000 : monitorMs,
    delayMs: config?.delayMs?.value ?? 0,
    maxFailureRatio: config?.maxFailureRatio?.value ?? 0,
    parallelism: config?.parallelism?.value ?? 1,
    placeOf: (key) => config?.[key]?.place ?? config?.place ?? outside,
  };
}

function wordOf(written: Placed<string> | null | undefined, otherwise: string): string {
  return written == null || written.value === '' ? otherwise : written.value;
}

export function isGlobal({ mode }: Service): boolean {
  return mode?.value.startsWith('global') === true;
}

/** A job runs to its end and is never updated task by task. */
export function isJob({ mode }: Service): boolean {
  return mode?.value.endsWith('-job') === true;
}

/** Tasks that are to run; of a global service one, for each node. */
export function replicasOf(service: Service): number {
  return isGlobal(service) ? 1 : (service.replicas?.value ?? 1);
}

export interface HealthTiming {
  readonly intervalMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
}

/**
 * Null where the file gives no test, or turns it off. A setting of 0 means that none is set. Defaults: moby
 * daemon/health.go.
 */
export function healthOf({ health }: Service): HealthTiming | null {
  if (health === null || isHealthOff(health) || health.test.length === 0) return null;
  return {
    intervalMs: setOr(health.intervalMs, 30_000),
    retries: setOr(health.retries, 3),
    startPeriodMs: health.startPeriodMs?.value ?? 0,
  };
}

function setOr(written: Placed<number> | null, otherwise: number): number {
  return written === null || written.value === 0 ? otherwise : written.value;
}

/** Also where the test begins with something else than its kind, of which the engine makes no probe. */
export function isHealthOff({ disabled, test }: NonNullable<Service['health']>): boolean {
  const [kind] = test;
  return disabled?.value === true || (kind !== undefined && !isProbe(kind.value));
}

/** Source: moby daemon/health.go (getProbe). */
function isProbe(kind: string): boolean {
  return kind === 'CMD' || kind === 'CMD-SHELL';
}
