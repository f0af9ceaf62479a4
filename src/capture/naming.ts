// What the things of a live stack are called in its capture: without the stack's name in front, as its
// compose files called them; what is not the stack's own keeps its name and is taken as given.
import type { LiveConfig, LiveNetwork } from './live-stack.js';
import { escaped } from './escaped.js';

/** What the container belongs to, on everything that docker makes for a stack. */
export interface Named {
  readonly key: string;
  readonly definition: Readonly<Record<string, unknown>>;
  /** What cannot be had as it was; null where all can. */
  readonly because: string | null;
}

export function shortName(stack: string, name: string): string {
  return name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name;
}

export function namedNetwork(stack: string, network: LiveNetwork): Named {
  const { name, driver, attachable, internal, encrypted } = network;
  if (network.stack !== stack) return { key: keyOf(name), definition: given(name), because: null };
  const isOverlay = driver === 'overlay';
  return {
    key: shortName(stack, name),
    definition: {
      ...(attachable ? { attachable } : {}),
      ...(internal ? { internal } : {}),
      ...(encrypted && isOverlay ? { driver: 'overlay', driver_opts: { encrypted: 'true' } } : {}),
    },
    because: isOverlay ? null : `its driver ${driver} is not there; it is an overlay network instead`,
  };
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
