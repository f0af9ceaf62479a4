// Whether a task that ends with 0 is done, or missing. `restart: on-failure` or `none` says only that swarm
// does not start it anew: migrations have that, and many a server too.
import type { SpecView } from './fact.js';
import { isDone, isJob, mayBeDone } from './slots.js';
import type { TaskHistory } from './timeline.js';

/**
 * `end`: a job or a one-shot, done when it ends with 0. `stay`: it serves, and is gone when it ends, with
 * whatever code. `unknown`: it ran on until it was asked to end, as a server does and a one-shot that takes
 * its time.
 */
export type Meant = 'end' | 'stay' | 'unknown';

/** By the spec, and by what tasks of the service did `before` this version of it. */
export function meantTo(spec: SpecView, before: readonly TaskHistory[]): Meant {
  if (!mayBeDone(spec)) return 'stay';
  if (isJob(spec) || before.some(isDone)) return 'end';
  if (spec.healthcheck) return 'stay';
  return before.some(({ ran }) => ran) ? 'unknown' : 'end';
}
