// Two compose files made one as docker's loader does it, which is not as one would think: zeros, empty texts
// and false never override, constraints and the words of a health test are appended, and ports with the same
// number collapse. Source: docker/cli, cli/compose/loader/merge.go, with dario.cat/mergo.
import type {
  Amount,
  Healthcheck,
  Mount,
  Pairs,
  Port,
  RestartPolicy,
  Service,
  Stack,
  Text,
  UpdateConfig,
} from './stack.js';

/** The stack of `base` with `over` laid on top. */
export function mergeStacks(base: Stack, over: Stack): Stack {
  const services = new Map(base.services);
  for (const [name, service] of over.services) {
    const below = services.get(name);
    services.set(name, below === undefined ? service : mergeServices(below, service));
  }
  return {
    services,
    networks: new Map([...base.networks, ...over.networks]),
    volumes: new Map([...base.volumes, ...over.volumes]),
    configs: new Map([...base.configs, ...over.configs]),
    secrets: new Map([...base.secrets, ...over.secrets]),
    version: base.version,
  };
}

function mergeServices(base: Service, over: Service): Service {
  return {
    name: base.name,
    place: base.place,
    written: [...base.written, ...over.written],
    image: text(base.image, over.image),
    command: over.command.length > 0 ? over.command : base.command,
    entrypoint: over.entrypoint.length > 0 ? over.entrypoint : base.entrypoint,
    environment: pairs(base.environment, over.environment),
    envFiles: [...base.envFiles, ...over.envFiles],
    containerLabels: pairs(base.containerLabels, over.containerLabels),
    labels: pairs(base.labels, over.labels),
    mode: text(base.mode, over.mode),
    replicas: over.replicas ?? base.replicas,
    endpointMode: text(base.endpointMode, over.endpointMode),
    update: both(base.update, over.update, mergeUpdates),
    rollback: both(base.rollback, over.rollback, mergeUpdates),
    restart: both(base.restart, over.restart, mergeRestarts),
    restartWord: text(base.restartWord, over.restartWord),
    memoryLimit: amount(base.memoryLimit, over.memoryLimit),
    memoryReservation: amount(base.memoryReservation, over.memoryReservation),
    constraints: [...base.constraints, ...over.constraints],
    maxPerNode: amount(base.maxPerNode, over.maxPerNode),
    ports: keyed<Port>(base.ports, over.ports, ({ published }) => published ?? 0),
    mounts: keyed<Mount>(base.mounts, over.mounts, ({ target }) => target),
    health: both(base.health, over.health, mergeHealth),
    stopGraceMs: amount(base.stopGraceMs, over.stopGraceMs),
    networks: new Map([...base.networks, ...over.networks]),
    configs: new Map([...base.configs, ...over.configs]),
    secrets: new Map([...base.secrets, ...over.secrets]),
  };
}

function mergeUpdates(base: UpdateConfig, over: UpdateConfig): UpdateConfig {
  return {
    place: base.place,
    parallelism: over.parallelism ?? base.parallelism,
    delayMs: amount(base.delayMs, over.delayMs),
    monitorMs: amount(base.monitorMs, over.monitorMs),
    maxFailureRatio: amount(base.maxFailureRatio, over.maxFailureRatio),
    failureAction: text(base.failureAction, over.failureAction),
    order: text(base.order, over.order),
  };
}

function mergeRestarts(base: RestartPolicy, over: RestartPolicy): RestartPolicy {
  return {
    place: base.place,
    condition: text(base.condition, over.condition),
    delayMs: amount(base.delayMs, over.delayMs),
    maxAttempts: over.maxAttempts ?? base.maxAttempts,
    windowMs: amount(base.windowMs, over.windowMs),
  };
}

function mergeHealth(base: Healthcheck, over: Healthcheck): Healthcheck {
  return {
    place: base.place,
    disabled: over.disabled?.value === true ? over.disabled : base.disabled,
    test: [...base.test, ...over.test],
    intervalMs: amount(base.intervalMs, over.intervalMs),
    timeoutMs: amount(base.timeoutMs, over.timeoutMs),
    retries: over.retries ?? base.retries,
    startPeriodMs: amount(base.startPeriodMs, over.startPeriodMs),
    startIntervalMs: amount(base.startIntervalMs, over.startIntervalMs),
  };
}

function both<T>(base: T | null, over: T | null, merge: (base: T, over: T) => T): T | null {
  return base === null || over === null ? (over ?? base) : merge(base, over);
}

function text(base: Text, over: Text): Text {
  return over === null || over.value === '' ? (base ?? over) : over;
}

function amount(base: Amount, over: Amount): Amount {
  return over === null || over.value === 0 ? (base ?? over) : over;
}

/** A name without a value does not take away the value that it has. */
function pairs(base: Pairs, over: Pairs): Pairs {
  return new Map([...base, ...[...over].filter(([name, { value }]) => value !== null || !base.has(name))]);
}

/**
 * As soon as two files have the service, of entries with the same key the last is left, in whichever file
 * they stand.
 */
function keyed<T>(base: readonly T[], over: readonly T[], key: (one: T) => string | number): readonly T[] {
  if (base.length === 0) return over;
  return [...new Map([...base, ...over].map((one) => [key(one), one])).values()];
}
