// Settings of networks, volumes, configs and secrets that exclude each other, in one file. Source:
// docker/cli, cli/compose/loader/loader.go (LoadNetworks, LoadVolumes, loadFileObjectConfig).
import { entriesOf, textOf, truthOf, under, type Node } from './node.js';
import type { Fault } from './place.js';

const sections = ['networks', 'volumes', 'configs', 'secrets'] as const;

export function resourceFaults(root: Node): readonly Fault[] {
  return sections.flatMap((section) =>
    entriesOf(under(root, section)).flatMap(([name, { node }]) => faultsOf(section, name, node)),
  );
}

function faultsOf(section: (typeof sections)[number], name: string, node: Node): readonly Fault[] {
  const what = `the ${section.slice(0, -1)} ${name}`;
  const external = under(node, 'external');
  const isExternal = external?.kind === 'map' || truthOf(external)?.value === true;
  if (isExternal) {
    const other = section === 'volumes' ? ['driver', 'driver_opts', 'labels'] : [];
    const twice = hasText(node, 'name') && hasText(external, 'name') ? ['name'] : [];
    return [...other.filter((key) => isGiven(under(node, key))), ...twice].map((key) =>
      refused(node, key, `${what} is external, and docker takes no ${key} beside that`),
    );
  }
  const isFile = section === 'configs' || section === 'secrets';
  if (!isFile || !hasText(node, 'driver') || !hasText(node, 'file')) return [];
  return [refused(node, 'file', `${what} comes from its driver, and docker takes no file beside that`)];
}

function hasText(node: Node | undefined, key: string): boolean {
  return (textOf(under(node, key))?.value ?? '') !== '';
}

/** Not so are an empty text and an empty mapping or list. */
function isGiven(node: Node | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === 'scalar') return (textOf(node)?.value ?? '') !== '';
  return node.kind === 'list' ? node.items.length > 0 : node.entries.size > 0;
}

function refused(node: Node, key: string, message: string): Fault {
  const place = (node.kind === 'map' ? node.entries.get(key)?.key : undefined) ?? node.place;
  return { kind: 'refused', place, message, hint: 'keep one of the two' };
}
