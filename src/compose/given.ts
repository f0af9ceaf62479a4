// What a stack takes as given: networks, volumes, configs and secrets that its files call external and that a
// service of it uses. Somebody has to make them before the stack can be deployed.
import type { Place } from './place.js';
import type { Resource, Service, Stack } from './stack.js';

export interface Given {
  readonly what: 'network' | 'volume' | 'config' | 'secret';
  /** As the files call it. */
  readonly key: string;
  /** As the engine knows it, variables put in. */
  readonly name: string;
  readonly place: Place;
}

/** Networks of that name are docker's own, on every node. */
const predefined: ReadonlySet<string> = new Set(['ingress', 'host', 'none', 'bridge']);

/** Each thing once, in the order of its kind and of the files. */
export function givenOf(stack: Stack): readonly Given[] {
  const services = [...stack.services.values()];
  const used = (names: (service: Service) => Iterable<string>): ReadonlySet<string> =>
    new Set(services.flatMap((service) => [...names(service)]));
  const all = [
    ...external('network', stack.networks, used(networksOf)),
    ...external('volume', stack.volumes, used(volumesOf)),
    ...external(
      'config',
      stack.configs,
      used(({ configs }) => configs.keys()),
    ),
    ...external(
      'secret',
      stack.secrets,
      used(({ secrets }) => secrets.keys()),
    ),
  ];
  return [...new Map(all.map((one) => [`${one.what} ${one.name}`, one])).values()];
}

/** Whether docker takes it as a name. Source: moby/swarmkit manager/controlapi/common.go. */
export function isName(name: string): boolean {
  return /^[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?$/.test(name);
}

function external(
  what: Given['what'],
  resources: ReadonlyMap<string, Resource>,
  used: ReadonlySet<string>,
): readonly Given[] {
  return [...resources].flatMap(([key, { external: isGiven, name, place }]) =>
    isGiven && name !== null && used.has(key) && !(what === 'network' && predefined.has(name.value))
      ? [{ what, key, name: name.value, place }]
      : [],
  );
}

/** A service that names none is on the stack's default network. */
function networksOf({ networks }: Service): Iterable<string> {
  return networks.size === 0 ? ['default'] : networks.keys();
}

function volumesOf({ mounts }: Service): readonly string[] {
  return mounts.flatMap(({ type, source }) => (type === 'volume' && source !== null ? [source] : []));
}
