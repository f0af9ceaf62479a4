// Which deploy made a task: swarm keeps the service's labels of the moment with each task, shows them to
// nobody, but filters by them (swarmkit `manager/controlapi/task.go`). Asked for new tasks only.
import { textOf, pathOf } from './engine-api.js';
import { stampLabelOf } from './spec-view.js';
import type { Watch } from './source.js';

export interface FindStamps {
  /** Task id -> stamp for the tasks that have one. */
  readonly of: (taskIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** True while a task without stamp should be asked for once more. */
  readonly pending: () => boolean;
  readonly forget: (taskId: string) => void;
}

/** A task can be seen before the spec that names its stamp: how often it is asked for again. */
const triesMax = 3;

export function stampFinder(watch: Watch): FindStamps {
  const found = new Map<string, string>();
  const tries = new Map<string, number>();
  let stampsAsked = 0;
  const count = (): number => [...watch.seen.stamps.values()].reduce((sum, stamps) => sum + stamps.size, 0);
  const isOpen = (id: string): boolean => !found.has(id) && (tries.get(id) ?? 0) < triesMax;
  const pending = (): boolean =>
    [...tries.keys()].some(isOpen) ||
    (count() > stampsAsked && [...tries.keys()].some((id) => !found.has(id)));
  return {
    pending,
    forget: (id) => {
      found.delete(id);
      tries.delete(id);
    },
    of: async (ids) => {
      if (!ids.some(isOpen) && !pending()) return found;
      stampsAsked = count();
      for (const [id, stamp] of await askAll(watch)) found.set(id, stamp);
      for (const id of ids) if (!found.has(id)) tries.set(id, (tries.get(id) ?? 0) + 1);
      for (const id of found.keys()) tries.delete(id);
      return found;
    },
  };
}

async function askAll(watch: Watch): Promise<readonly (readonly [string, string])[]> {
  const pairs: (readonly [string, string])[] = [];
  for (const [stack, stamps] of watch.seen.stamps) {
    for (const stamp of stamps) {
      const filters = {
        name: [`${stack}_`],
        label: [`${stampLabelOf({ stack, stampLabel: watch.stampLabel })}=${stamp}`],
      };
      const list = JSON.parse(textOf(await watch.api.look(pathOf('/tasks', { filters })))) as readonly {
        readonly ID: string;
      }[];
      pairs.push(...list.map(({ ID }) => [ID, stamp] as const));
    }
  }
  return pairs;
}
