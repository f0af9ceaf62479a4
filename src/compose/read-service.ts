// One service of one compose file -> the model. What is of the wrong kind is left out here: checking the
// shape tells it.
import { parseGoDuration, parseRam } from './amounts.js';
import type { Env } from './interpolate.js';
import {
  entriesOf,
  itemsOf,
  numberOf,
  pairsOf,
  textOf,
  textsOf,
  truthOf,
  under,
  type Entry,
  type Node,
} from './node.js';
import type { Place } from './place.js';
import { readMounts } from './read-mounts.js';
import { readPorts } from './read-ports.js';
import type { Amount, Healthcheck, Pairs, RestartPolicy, Service, UpdateConfig } from './stack.js';

export function readService(name: string, { node, key: place }: Entry, env: Env): Service {
  const deploy = under(node, 'deploy');
  const [resources, placement] = [under(deploy, 'resources'), under(deploy, 'placement')];
  return {
    name,
    place,
    written: [node],
    image: textOf(under(node, 'image')),
    command: textsOf(under(node, 'command')),
    entrypoint: textsOf(under(node, 'entrypoint')),
    environment: fromEnv(pairsOf(under(node, 'environment')), env),
    envFiles: textsOf(under(node, 'env_file')),
    containerLabels: labelsOf(under(node, 'labels')),
    labels: labelsOf(under(deploy, 'labels')),
    mode: textOf(under(deploy, 'mode')),
    replicas: numberOf(under(deploy, 'replicas')),
    endpointMode: textOf(under(deploy, 'endpoint_mode')),
    update: readUpdate(entryOf(deploy, 'update_config')),
    rollback: readUpdate(entryOf(deploy, 'rollback_config')),
    restart: readRestart(entryOf(deploy, 'restart_policy')),
    restartWord: textOf(under(node, 'restart')),
    memoryLimit: sizeOf(under(resources, 'limits', 'memory')),
    memoryReservation: sizeOf(under(resources, 'reservations', 'memory')),
    constraints: itemsOf(under(placement, 'constraints')).flatMap((item) => textOf(item) ?? []),
    maxPerNode: numberOf(under(placement, 'max_replicas_per_node')),
    ports: readPorts(under(node, 'ports')),
    mounts: readMounts(under(node, 'volumes')),
    health: readHealth(entryOf(node, 'healthcheck')),
    stopGraceMs: durationOf(under(node, 'stop_grace_period')),
    networks: namesOf(under(node, 'networks')),
    configs: namesOf(under(node, 'configs')),
    secrets: namesOf(under(node, 'secrets')),
  };
}

function entryOf(node: Node | undefined, key: string): Entry | null {
  const entry = node?.kind === 'map' ? node.entries.get(key) : undefined;
  return entry?.node.kind === 'map' ? entry : null;
}

function readUpdate(entry: Entry | null): UpdateConfig | null {
  if (entry === null) return null;
  const { node, key: place } = entry;
  return {
    place,
    parallelism: numberOf(under(node, 'parallelism')),
    delayMs: durationOf(under(node, 'delay')),
    monitorMs: durationOf(under(node, 'monitor')),
    maxFailureRatio: numberOf(under(node, 'max_failure_ratio')),
    failureAction: textOf(under(node, 'failure_action')),
    order: textOf(under(node, 'order')),
  };
}

function readRestart(entry: Entry | null): RestartPolicy | null {
  if (entry === null) return null;
  const { node, key: place } = entry;
  return {
    place,
    condition: textOf(under(node, 'condition')),
    delayMs: durationOf(under(node, 'delay')),
    maxAttempts: numberOf(under(node, 'max_attempts')),
    windowMs: durationOf(under(node, 'window')),
  };
}

function readHealth(entry: Entry | null): Healthcheck | null {
  if (entry === null) return null;
  const { node, key: place } = entry;
  const test = under(node, 'test');
  const shell = textOf(test);
  return {
    place,
    disabled: truthOf(under(node, 'disable')),
    test: shell === null ? textsOf(test) : [{ value: 'CMD-SHELL', place: shell.place }, shell],
    intervalMs: durationOf(under(node, 'interval')),
    timeoutMs: durationOf(under(node, 'timeout')),
    retries: numberOf(under(node, 'retries')),
    startPeriodMs: durationOf(under(node, 'start_period')),
    startIntervalMs: durationOf(under(node, 'start_interval')),
  };
}

/** A name without a value, or with an empty one, gets the value that the deployer's environment has. */
function fromEnv(pairs: Pairs, env: Env): Pairs {
  return new Map(
    [...pairs].map(([name, { value, place }]) => [
      name,
      { value: (value ?? '') === '' && Object.hasOwn(env, name) ? (env[name] ?? value) : value, place },
    ]),
  );
}

function labelsOf(node: Node | undefined): Pairs {
  return new Map([...pairsOf(node)].map(([name, { value, place }]) => [name, { value: value ?? '', place }]));
}

function durationOf(node: Node | undefined): Amount {
  const text = textOf(node);
  const value = text === null ? null : parseGoDuration(text.value);
  return text === null || value === null ? null : { value, place: text.place };
}

function sizeOf(node: Node | undefined): Amount {
  const text = textOf(node);
  const value = text === null ? null : parseRam(text.value);
  return text === null || value === null ? null : { value, place: text.place };
}

/** Of a mapping the keys, of a list its texts, or the sources where its items are mappings. */
function namesOf(node: Node | undefined): ReadonlyMap<string, Place> {
  const keys = entriesOf(node).map(([name, { key }]) => [name, key] as const);
  const items = itemsOf(node).flatMap((item) => {
    const text = textOf(item) ?? textOf(under(item, 'source'));
    return text === null ? [] : [[text.value, text.place] as const];
  });
  return new Map([...keys, ...items]);
}
