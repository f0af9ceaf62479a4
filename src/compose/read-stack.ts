// Compose files and variables -> one stack, with every fault in them. What cannot be read of one file does
// not hide the rest.
import { checkShape } from './check-shape.js';
import { composeShape, forbiddenInStacks, ignoredInStacks, insteadInStacks } from './compose-shape.js';
import type { Env } from './interpolate.js';
import { mergeStacks } from './merge.js';
import { entriesOf, pairsOf, textOf, truthOf, under, type Entry, type Mapping, type Node } from './node.js';
import { lostPorts } from './lost-ports.js';
import type { Fault } from './place.js';
import { resourceFaults } from './resource-faults.js';
import { readService } from './read-service.js';
import { readYaml, type ComposeText, type UnsetVariable } from './read-yaml.js';
import type { Resource, Stack, Text } from './stack.js';
import { stackFaults } from './stack-faults.js';

export type { ComposeText } from './read-yaml.js';

export interface StackReading {
  /** Null when no file could be read. */
  readonly stack: Stack | null;
  readonly faults: readonly Fault[];
  /** Variables without a default that nobody gives: docker puts nothing in. */
  readonly unset: readonly UnsetVariable[];
}

/** Faults of one file beyond these say nothing new. */
const faultsMax = 50;
const newestMinor = 13;

/** Files are merged in their order, as `docker stack deploy -c a -c b` does. */
export function readStack(files: readonly ComposeText[], env: Env): StackReading {
  const read = files.map((file) => readFile(file, env));
  const stacks = read.flatMap(({ stack }) => (stack === null ? [] : [stack]));
  const stack = stacks.length === 0 ? null : stacks.reduce(mergeStacks);
  return {
    stack,
    faults: [
      ...read.flatMap(({ faults }) => faults),
      ...(stack === null ? [] : [...versionFaults(stacks), ...lostPorts(stacks), ...stackFaults(stack)]),
    ],
    unset: read.flatMap(({ unset }) => unset),
  };
}

function readFile(file: ComposeText, env: Env): StackReading {
  const { root, faults, unset } = readYaml(file, env);
  if (root === null) return { stack: null, faults, unset };
  if (root.kind !== 'map') {
    const fault: Fault = {
      kind: 'unreadable',
      place: root.place,
      message: 'this is no compose file: it holds no mapping',
      hint: 'a compose file begins with "services:"',
    };
    return { stack: null, faults: [...faults, fault], unset };
  }
  const version = textOf(under(root, 'version'));
  const minor = minorOf(version?.value ?? '3');
  if (version !== null && minor === null) {
    const message = `docker takes no compose file of version ${version.value} for a stack`;
    const fault: Fault = {
      kind: 'refused',
      place: version.place,
      message,
      hint: 'write "3.8", or leave the version out',
    };
    return { stack: stackOf(root, env), faults: [...faults, fault], unset };
  }
  const named = under(root, 'services');
  const wrong = checkShape(withoutForbidden(root), composeShape, {
    minor: minor ?? newestMinor,
    path: '',
    at: root.place,
  });
  const stack = named === undefined || named.kind === 'map' ? stackOf(root, env) : null;
  return {
    stack,
    faults: capped([...faults, ...forbidden(root), ...wrong, ...resourceFaults(root), ...ignored(root)]),
    unset,
  };
}

function minorOf(version: string): number | null {
  if (version === '' || version === '3') return newestMinor;
  const minor = /^3\.(\d{1,2})$/.exec(version)?.[1];
  return minor === undefined || Number(minor) > newestMinor ? null : Number(minor);
}

function stackOf(root: Node, env: Env): Stack {
  const services = entriesOf(under(root, 'services')).filter(([, { node }]) => node.kind === 'map');
  return {
    services: new Map(services.map(([name, entry]) => [name, readService(name, entry, env)])),
    networks: resourcesOf(under(root, 'networks')),
    volumes: resourcesOf(under(root, 'volumes')),
    configs: resourcesOf(under(root, 'configs')),
    secrets: resourcesOf(under(root, 'secrets')),
    version: textOf(under(root, 'version')),
  };
}

function resourcesOf(node: Node | undefined): ReadonlyMap<string, Resource> {
  return new Map(entriesOf(node).map(([name, entry]) => [name, resourceOf(name, entry)]));
}

function resourceOf(key: string, { node, key: place }: Entry): Resource {
  const external = under(node, 'external');
  const isExternal = external?.kind === 'map' || truthOf(external)?.value === true;
  const name =
    nonEmpty(under(node, 'name')) ??
    nonEmpty(under(external, 'name')) ??
    (isExternal ? { value: key, place } : null);
  return {
    place,
    name,
    file: textOf(under(node, 'file')),
    driver: textOf(under(node, 'driver')),
    driverOptions: entriesOf(under(node, 'driver_opts')).map(([option]) => option),
    labels: pairsOf(under(node, 'labels')),
    device: boundDevice(node),
    external: isExternal,
  };
}

/** A local volume of `o: bind` is what its device is. Source: moby, volume/local; mount(8). */
function boundDevice(node: Node): Text {
  const driver = textOf(under(node, 'driver'))?.value ?? '';
  const options = under(node, 'driver_opts');
  const words = (textOf(under(options, 'o'))?.value ?? '').split(',').map((word) => word.trim());
  const isBind = words.some((word) => word === 'bind' || word === 'rbind');
  return isBind && (driver === '' || driver === 'local') ? textOf(under(options, 'device')) : null;
}

/** Docker takes an empty text for nothing. */
function nonEmpty(node: Node | undefined): Text {
  const text = textOf(node);
  return text?.value === '' ? null : text;
}

function services(root: Node): readonly (readonly [name: string, node: Mapping])[] {
  return entriesOf(under(root, 'services')).flatMap(([name, { node }]) =>
    node.kind === 'map' ? [[name, node] as const] : [],
  );
}

function forbidden(root: Node): readonly Fault[] {
  return services(root).flatMap(([name, node]) =>
    [...node.entries].flatMap(([key, entry]) => {
      const hint = Object.hasOwn(forbiddenInStacks, key) ? forbiddenInStacks[key] : undefined;
      return hint === undefined
        ? []
        : [
            {
              kind: 'refused',
              place: entry.key,
              message: `docker refuses ${key} (service ${name}) in a stack`,
              hint,
            } as const,
          ];
    }),
  );
}

/** So that what is forbidden is told once, and not as an unknown key too. */
function withoutForbidden(root: Mapping): Mapping {
  const known = services(root).map(
    ([name, node]) =>
      [name, new Map([...node.entries].filter(([key]) => !Object.hasOwn(forbiddenInStacks, key)))] as const,
  );
  const under = root.entries.get('services');
  if (under?.node.kind !== 'map') return root;
  const cleaned = new Map(under.node.entries);
  for (const [name, entries] of known) {
    const entry = cleaned.get(name);
    if (entry !== undefined) cleaned.set(name, { ...entry, node: { ...entry.node, kind: 'map', entries } });
  }
  return {
    ...root,
    entries: new Map(root.entries).set('services', { ...under, node: { ...under.node, entries: cleaned } }),
  };
}

function ignored(root: Node): readonly Fault[] {
  return services(root).flatMap(([name, node]) =>
    ignoredInStacks.flatMap((key) => {
      const entry = node.entries.get(key);
      return entry === undefined
        ? []
        : [
            {
              kind: 'ignored',
              place: entry.key,
              message: `a stack does nothing with ${key} (service ${name})`,
              hint: insteadInStacks[key] ?? null,
            } as const,
          ];
    }),
  );
}

/** Docker merges only files of the same version. */
function versionFaults(stacks: readonly Stack[]): readonly Fault[] {
  const same = (version: Stack['version']): string =>
    version === null || version.value === '3' || version.value === ''
      ? `3.${String(newestMinor)}`
      : version.value;
  const [first, ...rest] = stacks;
  if (first === undefined) return [];
  return rest.flatMap(({ version, services }) => {
    if (same(version) === same(first.version)) return [];
    const place = version?.place ?? [...services.values()][0]?.place ?? first.version?.place;
    const message =
      `docker merges only files of one version: this one has ${same(version)}, the first has ` +
      same(first.version);
    return place === undefined
      ? []
      : [{ kind: 'refused', place, message, hint: 'give all of them the same version' } as const];
  });
}

function capped(faults: readonly Fault[]): readonly Fault[] {
  const [last] = faults.slice(faultsMax);
  if (last === undefined) return faults;
  const more = `and ${String(faults.length - faultsMax)} more of these in this file`;
  return [...faults.slice(0, faultsMax), { ...last, message: more, hint: null }];
}
