// What docker takes as a service of a stack, as a table. Source: docker/cli, cli/compose/schema/data (types
// and keys, and which version of the file format brought them).
import {
  anything,
  command,
  cpus,
  distinctTexts,
  duration,
  integer,
  mountText,
  natural,
  nothing,
  number,
  oneOrDistinct,
  oneOrMore,
  options,
  pairs,
  plainInteger,
  plainNames,
  plainTruth,
  port,
  size,
  text,
  texts,
  truth,
  amount,
} from './leaf-shapes.js';
import type { KeysShape, Shape } from './shape.js';

const healthcheck: KeysShape = {
  is: 'keys',
  keys: {
    disable: truth,
    interval: duration,
    retries: { is: 'number', cast: true },
    test: oneOrMore,
    timeout: duration,
    start_period: duration,
    start_interval: duration,
  },
  since: { start_period: 4, start_interval: 12 },
};

const update: KeysShape = {
  is: 'keys',
  keys: {
    parallelism: natural,
    delay: duration,
    failure_action: text,
    monitor: duration,
    max_failure_ratio: number,
    order: { is: 'text', words: ['start-first', 'stop-first'] },
  },
  since: { order: 4 },
};

const genericResources: Shape = {
  is: 'list',
  of: {
    is: 'keys',
    keys: { discrete_resource_spec: { is: 'keys', keys: { kind: text, value: { is: 'number' } } } },
  },
};

const deploy: KeysShape = {
  is: 'keys',
  keys: {
    mode: text,
    endpoint_mode: text,
    replicas: natural,
    labels: pairs,
    update_config: update,
    rollback_config: update,
    resources: {
      is: 'keys',
      keys: {
        limits: { is: 'keys', keys: { cpus, memory: size, pids: plainInteger }, since: { pids: 9 } },
        reservations: {
          is: 'keys',
          keys: { cpus, memory: size, generic_resources: genericResources },
          since: { generic_resources: 5 },
        },
      },
    },
    restart_policy: {
      is: 'keys',
      keys: { condition: text, delay: duration, max_attempts: natural, window: duration },
    },
    placement: {
      is: 'keys',
      keys: {
        constraints: texts,
        preferences: { is: 'list', of: { is: 'keys', keys: { spread: text } } },
        max_replicas_per_node: natural,
      },
      since: { preferences: 3, max_replicas_per_node: 8 },
    },
  },
  since: { endpoint_mode: 2, rollback_config: 7 },
};

const reference: Shape = {
  is: 'either',
  of: [
    text,
    { is: 'keys', open: true, keys: { source: text, target: text, uid: text, gid: text, mode: number } },
  ],
};
const mount: Shape = {
  is: 'either',
  of: [
    mountText,
    {
      is: 'keys',
      required: ['type'],
      keys: {
        type: { is: 'text', words: ['volume', 'bind', 'tmpfs', 'image', 'npipe', 'cluster'] },
        source: text,
        target: text,
        read_only: truth,
        consistency: text,
        bind: anything,
        tmpfs: anything,
        image: anything,
        cluster: anything,
        volume: { is: 'keys', keys: { nocopy: truth }, open: true },
      },
    },
  ],
};
const networkOfService: Shape = {
  is: 'either',
  of: [
    nothing,
    {
      is: 'keys',
      keys: { aliases: distinctTexts, driver_opts: options, ipv4_address: text, ipv6_address: text },
      since: { driver_opts: 13 },
    },
  ],
};
const ulimit: Shape = {
  is: 'either',
  of: [integer, { is: 'keys', keys: { hard: integer, soft: integer }, required: ['soft', 'hard'] }],
};

export const serviceShape: KeysShape = {
  is: 'keys',
  extensions: true,
  keys: {
    build: { is: 'either', of: [text, { is: 'map', of: anything }] },
    deploy: { is: 'either', of: [deploy, nothing] },
    healthcheck,
    image: text,
    command,
    entrypoint: command,
    environment: pairs,
    env_file: oneOrDistinct,
    labels: pairs,
    configs: { is: 'list', of: reference },
    secrets: { is: 'list', of: reference },
    ports: { is: 'list', of: port, distinct: true },
    volumes: { is: 'list', of: mount },
    networks: { is: 'either', of: [distinctTexts, { is: 'map', of: networkOfService, named: plainNames }] },
    stop_grace_period: duration,
    stop_signal: text,
    restart: text,
    init: plainTruth,
    tty: truth,
    stdin_open: truth,
    read_only: truth,
    privileged: truth,
    hostname: text,
    domainname: text,
    user: text,
    working_dir: text,
    container_name: text,
    depends_on: distinctTexts,
    dns: oneOrDistinct,
    dns_search: oneOrDistinct,
    cap_add: distinctTexts,
    cap_drop: distinctTexts,
    cgroupns_mode: text,
    cgroup_parent: text,
    devices: distinctTexts,
    expose: { is: 'list', of: amount, distinct: true },
    external_links: distinctTexts,
    extra_hosts: pairs,
    ipc: text,
    isolation: text,
    links: distinctTexts,
    mac_address: text,
    network_mode: text,
    pid: { is: 'either', of: [text, nothing] },
    security_opt: distinctTexts,
    shm_size: amount,
    sysctls: pairs,
    tmpfs: oneOrDistinct,
    ulimits: { is: 'map', of: ulimit },
    userns_mode: text,
    oom_score_adj: integer,
    logging: {
      is: 'keys',
      keys: {
        driver: text,
        options: { is: 'map', of: { is: 'either', of: [text, { is: 'number' }, nothing] } },
      },
    },
    credential_spec: { is: 'map', of: text },
  },
  since: {
    secrets: 1,
    configs: 3,
    credential_spec: 3,
    isolation: 5,
    init: 7,
    cgroupns_mode: 9,
    oom_score_adj: 13,
  },
};
