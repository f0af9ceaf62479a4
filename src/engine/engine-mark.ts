// What every process of an engine has in its environment and no other has: found by it is also what is on no
// record, as the child of a launcher that died at once.
import type { EngineRecord } from './engine-record.js';
import { startedWith, type ProcessTag } from './processes.js';

const name = 'DRIFTLAB_ENGINE';

type Marked = Pick<EngineRecord, 'folder'>;

/** To be in the environment of whatever is started of the engine. */
export function markOf({ folder }: Marked): Readonly<Record<string, string>> {
  return { [name]: folder };
}

/** Those of its processes that can be seen from here. */
export function markedProcesses({ folder }: Marked): readonly ProcessTag[] {
  return startedWith(`${name}=${folder}`);
}
