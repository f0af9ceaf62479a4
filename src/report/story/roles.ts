// Whose task a task is: told by the deploy that made it, and for the base's own tasks by whether the head had
// been there before. In a chain of versions each task has the name of its version too.
import type { Stage } from '../../evidence/chain.js';
import { compareInstants } from '../../evidence/instant.js';
import type { ServiceUpgrade } from '../../evidence/service-upgrade.js';
import type { TaskHistory } from '../../evidence/timeline.js';
import { versionOfTask, type TaskVersion, type Versions } from './versions.js';

/**
 * `old` is from before the upgrade, `restored` the base's again after it, `new` the head's, `other` of a
 * third version.
 */
export type Role = 'old' | 'new' | 'restored' | 'other';

export interface Owner {
  readonly role: Role;
  /** Of a chain of versions the one that the task is of; null elsewhere. */
  readonly version: TaskVersion | null;
}

/** `stages` are those of the task's service; what the upgrade was put over is old, what was before is not. */
export function ownerIn(
  { spec, stages }: { readonly spec: Versions; readonly stages: readonly Stage[] },
  upgrade: ServiceUpgrade,
  task: TaskHistory,
): Owner {
  const version = versionOfTask(spec, stages, task);
  const role = roleIn(upgrade, task);
  const over = stages.find(({ fromSeq }) => fromSeq === upgrade.begin?.seq)?.over ?? null;
  const isEarlier = version !== null && over !== null && !version.indexes.includes(over);
  return { role: role === 'old' && isEarlier ? 'other' : role, version };
}

function roleIn(upgrade: ServiceUpgrade, task: TaskHistory): Role {
  const { begin, base, head, headTasks } = upgrade;
  if (begin === null || task.first.seq < begin.seq) return 'old';
  if (headTasks.includes(task) || base === null) return 'new';
  if (task.first.taskHash === base.spec.taskHash) return cameBefore(upgrade, task) ? 'old' : 'restored';
  return head === null ? 'new' : 'other';
}

/** The engine's instants where they can be read, the order of the lines where not. */
function cameBefore({ headSeen }: ServiceUpgrade, { first }: TaskHistory): boolean {
  if (headSeen === null) return true;
  const order = compareInstants(first.createdAt, headSeen.updatedAt);
  return order === null ? first.seq < headSeen.seq : order <= 0;
}

/** As a part of a sentence: `new`, `restored base`; of a chain the version: `1.5.0`, `restored 1.5.0`. */
export function ownerInWords({ role, version }: Owner): string {
  if (version !== null) return `${version.again ? 'restored ' : ''}${version.name}`;
  return role === 'restored' ? 'restored base' : role === 'other' ? "another version's" : role;
}

/** `new task 9xk2…`, `restored task 9xk2… of 1.5.0`; without an identifier `old task`, `task of 1.5.0`. */
export function taskOfInWords(owner: Owner, id: string | null = null): string {
  const task = id === null ? 'task' : `task ${id}`;
  const { version } = owner;
  if (version === null) return `${ownerInWords(owner)} ${task}`;
  return `${version.again ? 'restored ' : ''}${task} of ${version.name}`;
}
