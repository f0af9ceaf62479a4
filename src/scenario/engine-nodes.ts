// The nodes of an engine of the lab's own: how many there are, which of them manage the swarm, and their
// labels.
import * as z from 'zod';
import { counted } from '../base/counted.js';
import { formatBytes } from '../base/units.js';
import type { Conflict } from './conflict.js';
import type { Beside, NodeSettings } from './engines/engine-kind.js';
import { count, text } from './leaf.js';
import { bounded, noted } from './map-shape.js';
import { quoted } from './wording.js';

export type { NodeSettings } from './engines/engine-kind.js';

type Labels = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Counted {
  readonly nodes?: number | undefined;
  readonly managers?: number | undefined;
  readonly labels?: Labels | undefined;
}

/** How they are written. */
export function nodeShape() {
  return {
    nodes: noted(
      count(nodesMax),
      'How many nodes the swarm has: each a docker engine of its own with that memory, joined by a ' +
        'network that leads nowhere else.',
      { default: 1 },
    ),
    managers: noted(count(nodesMax), 'How many of the nodes manage the swarm; the others are workers.', {
      default: 1,
    }),
    labels: noted(
      labelsByNode(),
      'Labels of nodes, for placement constraints such as node.labels.disk == ssd.',
      { examples: [{ node1: { disk: 'ssd' } }] },
    ),
  };
}

/** More than a machine can be expected to run; swarm itself has no such bound. */
export const nodesMax = 9;

function labelsByNode() {
  const node = text({ what: 'the name of a node', like: 'node1' }, /^node[1-9]$/);
  const key = text({ what: 'the key of a label', like: 'disk' }, /^[\w.-]+$/);
  const value = text({ what: 'the value of a label', like: 'ssd' });
  return bounded(z.record(node, bounded(z.record(key, value))));
}

/** Of two levels of different factors. */
export function labelsTogether(first: Labels, second: Labels): Labels {
  const ofBoth = Object.entries(second).map(([node, labels]) => [node, { ...first[node], ...labels }]);
  return { ...first, ...(Object.fromEntries(ofBoth) as Labels) };
}

/** The first is the manager that the swarm is asked through. */
export function nodesOf({ nodes = 1, managers = 1, labels = {} }: Counted = {}): readonly NodeSettings[] {
  return Array.from({ length: nodes }, (_, index) => {
    const name = `node${String(index + 1)}`;
    return { name, role: index < managers ? 'manager' : 'worker', labels: labels[name] ?? {} };
  });
}

/** `448 MiB`, or `3 nodes of 448 MiB each`. */
export function sizeInWords(engine: Counted & { readonly memoryBytes: number | null }): string {
  const [nodes, memory] = [nodesOf(engine), formatBytes(engine.memoryBytes ?? 0)];
  const managers = nodes.filter(({ role }) => role === 'manager').length;
  const managing = managers === 1 ? '' : `, ${String(managers)} of them managers,`;
  return nodes.length === 1 ? memory : `${counted(nodes.length, 'node')}${managing} of ${memory} each`;
}

/** What contradicts itself in them, and what is not measured on more than one. */
export function checkNodes(
  engine: Counted,
  { load, neighbours }: Pick<Beside, 'load' | 'neighbours'>,
): readonly Conflict[] {
  const { nodes = 1, managers = 1, labels = {} } = engine;
  const at = (key: string): readonly string[] => ['engine', 'private', key];
  const names = nodesOf(engine).map(({ name }) => name);
  const stray = Object.keys(labels).filter((name) => !names.includes(name));
  const loads = load.length > 0 ? 'load' : neighbours.length > 0 ? 'neighbours' : null;
  return [
    ...(managers > nodes
      ? [
          {
            between: [at('managers'), at('nodes')],
            message: `${String(managers)} of ${String(nodes)} nodes cannot be managers`,
            hint: 'write as many nodes, or fewer managers',
          },
        ]
      : []),
    ...stray.map((name) => ({
      between: [at('labels'), at('nodes')],
      message: `there is no node ${quoted(name)} to have labels`,
      hint: `the nodes are ${names.join(', ')}`,
    })),
    ...(nodes > 1 && loads !== null
      ? [
          {
            between: [[loads], at('nodes')],
            message: `${loads === 'load' ? 'a load is' : 'neighbours are'} measured on engines of one node only`,
            hint: `leave ${loads} or nodes out`,
          },
        ]
      : []),
  ];
}
