// What of a service makes its tasks what they are: where it is the same, swarm replaces none of them.
import { entriesOf, type Node } from '../compose/node.js';
import type { Service } from '../compose/stack.js';

/** Under `deploy`, what makes no task another one. */
const notOfTasks: ReadonlySet<string> = new Set([
  'labels',
  'update_config',
  'rollback_config',
  'replicas',
  'mode',
]);

/** The same for two services whose tasks are. */
export function taskText({ written }: Service): string {
  return JSON.stringify(written.map((node) => plain(node, 'service')));
}

function plain(node: Node, where: 'service' | 'deploy' | 'inside'): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map((item) => plain(item, 'inside'));
  return entriesOf(node)
    .filter(([key]) => where !== 'deploy' || !notOfTasks.has(key))
    .map(
      ([key, entry]) =>
        [key, plain(entry.node, where === 'service' && key === 'deploy' ? 'deploy' : 'inside')] as const,
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
