// Somebody other than this run's deployer and swarm itself wrote to the service.
import type { DeployLine, SpecLine } from '../../evidence/timeline.js';
import type { Story } from '../story.js';
import type { Cause } from '../verdict.js';
import { tasklessCause } from './taskless.js';

export function causeOfForeignWrite(story: Story, seen: SpecLine, what: string): Cause {
  return tasklessCause('foreign-write', what, [seen, rivalBehind(story, seen)]);
}

/**
 * The other run whose deploy explains the write: the last that had begun before it was seen and puts what it shows, the base or
 * something else. A rollback by hand is nobody's deploy.
 */
export function rivalBehind({ rivals, base }: Story, seen: SpecLine): DeployLine | null {
  if (seen.update?.message === 'manually requested rollback') return null;
  const step = seen.spec.specHash === base?.spec.specHash ? 'base' : 'upgrade';
  return rivals.findLast((line) => line.seq < seen.seq && line.step === step) ?? null;
}
