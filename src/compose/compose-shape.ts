// What docker takes as a compose file of version 3.x for a stack, as a table; services have a table of their
// own. Source: docker/cli, cli/compose/schema/data.
import { nothing, options, pairs, plainNames, text, truth } from './leaf-shapes.js';
import { serviceShape } from './service-shape.js';
import type { KeysShape, Shape } from './shape.js';

const external: Shape = { is: 'either', of: [truth, { is: 'keys', keys: { name: text } }] };
const network: KeysShape = {
  is: 'keys',
  extensions: true,
  keys: {
    name: text,
    driver: text,
    driver_opts: options,
    ipam: {
      is: 'keys',
      keys: { driver: text, config: { is: 'list', of: { is: 'keys', keys: { subnet: text } } } },
    },
    external,
    internal: truth,
    attachable: truth,
    labels: pairs,
  },
  since: { attachable: 2, name: 5 },
};
const volume: KeysShape = {
  is: 'keys',
  extensions: true,
  keys: { name: text, driver: text, driver_opts: options, external, labels: pairs },
  since: { name: 4 },
};
const fileObject = { name: text, file: text, external, labels: pairs, template_driver: text };
const orNothing = (shape: Shape): Shape => ({ is: 'either', of: [shape, nothing] });

export const composeShape: KeysShape = {
  is: 'keys',
  extensions: true,
  keys: {
    version: text,
    services: { is: 'map', of: serviceShape, named: plainNames },
    networks: { is: 'map', of: orNothing(network) },
    volumes: { is: 'map', of: orNothing(volume), named: plainNames },
    secrets: {
      is: 'map',
      named: plainNames,
      of: {
        is: 'keys',
        extensions: true,
        keys: { ...fileObject, driver: text, driver_opts: options },
        since: { name: 5, template_driver: 8, driver: 8 },
      },
    },
    configs: {
      is: 'map',
      named: plainNames,
      of: { is: 'keys', extensions: true, keys: fileObject, since: { name: 5, template_driver: 8 } },
    },
  },
  since: { secrets: 1, configs: 3 },
};

/**
 * What `docker compose` has and a stack must not have, with what to write instead. Docker refuses the whole
 * file.
 */
export const forbiddenInStacks: Readonly<Record<string, string>> = {
  extends: 'write the service out, or use an anchor and a merge key',
  volume_driver: 'name the driver under volumes at the top of the file',
  volumes_from: 'name the volume under volumes at the top of the file, and in each service that uses it',
  cpu_quota: 'use deploy.resources',
  cpu_shares: 'use deploy.resources',
  cpuset: 'use deploy.resources',
  mem_limit: 'use deploy.resources.limits.memory',
  memswap_limit: 'use deploy.resources',
};

/** What docker takes in a stack's service and does nothing with. Source: docker/cli, cli/compose/types. */
export const ignoredInStacks: readonly string[] = [
  'build',
  'cgroupns_mode',
  'cgroup_parent',
  'container_name',
  'depends_on',
  'devices',
  'domainname',
  'expose',
  'external_links',
  'ipc',
  'links',
  'mac_address',
  'network_mode',
  'pid',
  'privileged',
  'security_opt',
  'shm_size',
  'tmpfs',
  'userns_mode',
];

/** What does the same in a stack, where something does. */
export const insteadInStacks: Readonly<Record<string, string>> = {
  tmpfs: 'name it under volumes: { type: tmpfs, target: /path }',
};
