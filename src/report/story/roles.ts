// Whose task a task is: told by the deploy that made it, and for the base's own tasks by whether the head had
// been there before.
import { compareInstants } from '../../evidence/instant.js';
import type { ServiceUpgrade } from '../../evidence/service-upgrade.js';
import type { TaskHistory } from '../../evidence/timeline.js';

/**
 * `old` is from before the upgrade, `restored` the base's again after it, `new` the head's, `other` of a
 * third version.
 */
export type Role = 'old' | 'new' | 'restored' | 'other';

export function roleIn(upgrade: ServiceUpgrade, task: TaskHistory): Role {
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

/** As a part of a sentence: `new`, `restored base`. */
export function roleInWords(role: Role): string {
  return role === 'restored' ? 'restored base' : role === 'other' ? "another version's" : role;
}
