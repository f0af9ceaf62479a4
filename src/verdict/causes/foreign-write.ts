// Somebody other than this run's deployer and swarm itself wrote to the service.
import type { Evidence } from '../../evidence/evidence.js';
import type { DeployLine, SpecLine } from '../../evidence/timeline.js';
import type { Story } from '../story.js';
import type { Cause } from '../verdict.js';
import { tasklessCause } from './taskless.js';

/** Placed in time by the first of `lines`. */
export function causeOfForeignWrite(lines: readonly (Evidence | null)[], what: string): Cause {
  return tasklessCause('foreign-write', what, lines);
}

/**
 * The other run whose deploy explains the write: the last that had begun before it was seen and puts what it
 * shows, the base or something else. A rollback by hand is nobody's deploy.
 */
export function rivalBehind({ rivals, base }: Story, seen: SpecLine): DeployLine | null {
  if (seen.update?.message === 'manually requested rollback') return null;
  const step = seen.spec.specHash === base?.spec.specHash ? 'base' : 'upgrade';
  return rivals.findLast((line) => line.seq < seen.seq && line.step === step) ?? null;
}
