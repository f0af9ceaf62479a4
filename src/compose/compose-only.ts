// What `docker compose` knows and `docker stack` never did, with what a stack has in its place.

const atTop: Readonly<Record<string, string>> = {
  name: 'only docker compose has it: the name of a stack is the last word of docker stack deploy',
  include: 'only docker compose has it: name the files one by one, with -c or in COMPOSE_FILE',
};

const inService: Readonly<Record<string, string>> = {
  profiles: 'only docker compose has it: give what runs at times a file of its own, or replicas: 0',
  group_add: 'only docker compose has it: swarm gives a container no further groups',
  platform: 'only docker compose has it: use deploy.placement.constraints with node.platform.arch',
  pull_policy: 'only docker compose has it: use docker stack deploy --resolve-image',
  gpus: 'only docker compose has it: use deploy.resources.reservations.generic_resources',
  runtime: 'only docker compose has it: set the default runtime of the nodes',
  mem_reservation: 'use deploy.resources.reservations.memory',
  mem_swappiness: 'only docker compose has it: swarm has no such setting',
  cpus: 'use deploy.resources.limits.cpus',
  cpu_count: 'use deploy.resources.limits.cpus',
  cpu_percent: 'use deploy.resources.limits.cpus',
  scale: 'use deploy.replicas',
  pids_limit: 'use deploy.resources.limits.pids',
  develop: 'only docker compose has it: leave it out',
  attach: 'only docker compose has it: leave it out',
  annotations: 'only docker compose has it: use labels',
  uts: 'only docker compose has it: leave it out',
  post_start: 'only docker compose has it: make it part of the start of the app',
  pre_stop: 'only docker compose has it: make it part of the end of the app',
  oom_kill_disable: 'only docker compose has it: swarm has no such setting',
  cgroup: 'only docker compose has it; cgroupns_mode is taken, and does nothing in a stack',
};

/** The way out for a key that a stack does not know; null where docker compose knows it neither. */
export function composeOnly(path: string, key: string): string | null {
  const known = path === '' ? atTop : /^services\.[^.]+$/.test(path) ? inService : {};
  return Object.hasOwn(known, key) ? (known[key] ?? null) : null;
}
