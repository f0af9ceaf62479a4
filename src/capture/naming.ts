// What the things of a live stack are called in its capture: without the stack's name in front, as its
// compose files called them; what is not the stack's own keeps its name and is taken as given.
import type { LiveConfig, LiveNetwork } from './live-stack.js';
import { escaped } from './escaped.js';
import type { Concealment } from './secrets/concealment.js';

/** What may be told of a setting of that name. */
type ValueOf = Concealment['valueOf'];

export interface Named {
  readonly key: string;
  readonly definition: Readonly<Record<string, unknown>>;
  /** What cannot be had as it was. */
  readonly because: readonly string[];
}

export function shortName(stack: string, name: string): string {
  return name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name;
}

/** Options of the overlay driver that mean the same on any engine. */
const optionsKept: ReadonlySet<string> = new Set(['encrypted', 'com.docker.network.driver.mtu']);
/** What swarm writes there itself. */
const optionsFilledIn: ReadonlySet<string> = new Set(['com.docker.network.driver.overlay.vxlanid_list']);

export function namedNetwork(stack: string, network: LiveNetwork, valueOf: ValueOf): Named {
  const { name, driver, attachable, internal, options, labels, subnets, hasIpv6 } = network;
  if (network.stack !== stack) return { key: keyOf(name), definition: given(name), because: [] };
  const isOverlay = driver === 'overlay';
  const kept = Object.entries(options).filter(([option]) => isOverlay && optionsKept.has(option));
  const dropped = Object.keys(options).filter(
    (option) => !optionsFilledIn.has(option) && !(isOverlay && optionsKept.has(option)),
  );
  const own = labelsOfStack(labels, valueOf);
  return {
    key: shortName(stack, name),
    definition: {
      ...(attachable ? { attachable } : {}),
      ...(internal ? { internal } : {}),
      ...(kept.length === 0
        ? {}
        : {
            driver: 'overlay',
            driver_opts: Object.fromEntries(
              kept.map(([option, value]) => [option, value === '' ? 'true' : escaped(value)]),
            ),
          }),
      ...(Object.keys(own).length === 0 ? {} : { labels: own }),
    },
    because: [
      ...(isOverlay ? [] : [`its driver ${driver} is not there; it is an overlay network instead`]),
      ...dropped.map((option) => `its option ${option} is left out`),
      ...subnets.map((subnet) => `its subnet ${subnet} is another one`),
      ...(hasIpv6 ? ['it has no IPv6'] : []),
    ],
  };
}

/** Without those that docker sets itself. */
export function labelsOfStack(
  labels: Readonly<Record<string, string>> | null | undefined,
  valueOf: ValueOf,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels ?? {}).flatMap(([label, value]) =>
      label.startsWith('com.docker.') ? [] : [[label, escaped(valueOf(label, value))]],
    ),
  );
}

/** Its file, relative to the recipe; two configs of one name are told apart by their ids. */
export function namedConfig(stack: string, { id, name }: LiveConfig, all: readonly LiveConfig[]): string {
  const isOnly = all.every((other) => other.name !== name || other.id === id);
  return `${keyOf(shortName(stack, name))}${isOnly ? '' : `-${id.slice(0, 6)}`}`;
}

export function given(name: string): Readonly<Record<string, unknown>> {
  return { external: true, name: escaped(name) };
}

/** As docker takes the key of a network, volume, config or secret. */
export function keyOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9._-]/g, '-');
}
