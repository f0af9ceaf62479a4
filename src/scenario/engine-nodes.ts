// The nodes of an engine of the lab's own: how many there are, which of them manage the swarm, and their
// labels.
import { counted } from '../base/counted.js';
import { formatBytes } from '../base/units.js';
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import type { PrivateEngineSettings } from './engine-settings.js';
import { quoted } from './wording.js';

export interface NodeSettings {
  /** `node1` and so on: its host name where there are several. */
  readonly name: string;
  readonly role: 'manager' | 'worker';
  /** As `node.labels` in a placement constraint names them. */
  readonly labels: Readonly<Record<string, string>>;
}

type Counted = Pick<PrivateEngineSettings, 'nodes' | 'managers' | 'labels'>;

/** The first is the manager that the swarm is asked through. */
export function nodesOf({ nodes = 1, managers = 1, labels = {} }: Counted = {}): readonly NodeSettings[] {
  return Array.from({ length: nodes }, (_, index) => {
    const name = `node${String(index + 1)}`;
    return { name, role: index < managers ? 'manager' : 'worker', labels: labels[name] ?? {} };
  });
}

/** `448 MiB`, or `3 nodes of 448 MiB each`. */
export function sizeInWords(engine: Counted & Pick<PrivateEngineSettings, 'memoryBytes'>): string {
  const [nodes, memory] = [nodesOf(engine), formatBytes(engine.memoryBytes)];
  const managers = nodes.filter(({ role }) => role === 'manager').length;
  const managing = managers === 1 ? '' : `, ${String(managers)} of them managers,`;
  return nodes.length === 1 ? memory : `${counted(nodes.length, 'node')}${managing} of ${memory} each`;
}

/** What contradicts itself in them, and what is not measured on more than one. */
export function checkNodes({ engine, load, neighbours }: Draft): readonly Conflict[] {
  if (engine.kind !== 'private') return [];
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
