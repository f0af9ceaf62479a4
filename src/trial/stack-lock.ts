// The lab's lock of a stack's name: runs of a trial take it in turn, in the order in which they ask, as the
// runs of a harness take the lock of an app's domain. It lives in this process and keeps out nobody else.
import pLimit from 'p-limit';
import { present } from '../base/assert.js';
import type { Emit } from './ports.js';
import type { RunSpec } from '../plan/plan.js';

export interface StackLock {
  /** Does `work` while this run alone holds the lock of its stack; both ends are on record. */
  readonly holding: <T>(run: RunSpec, work: () => Promise<T>) => Promise<T>;
}

export function createStackLock(runs: readonly RunSpec[], emit: Emit): StackLock {
  const turns = new Map(runs.map(({ stack }) => [stack, pLimit(1)]));
  return {
    holding: ({ run, stack }, work) =>
      present(
        turns.get(stack),
        `lock of ${stack}`,
      )(async () => {
        emit({ kind: 'lock', run, stack, mark: 'taken' });
        try {
          return await work();
        } finally {
          emit({ kind: 'lock', run, stack, mark: 'released' });
        }
      }),
  };
}
