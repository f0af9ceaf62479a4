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

/** What tasks of the version before did. */
export interface Before {
  /** Those that were there when this version came. */
  readonly tasks: readonly TaskHistory[];
  /** Those that a rollback started again. */
  readonly again?: readonly TaskHistory[];
  /** When this version came, in milliseconds since the trial began. */
  readonly untilMs?: number;
}

/** By the spec, and by what tasks of the service did before this version of it, and after it. */
export function meantTo(spec: SpecView, before: Before): Meant {
  const { tasks } = before;
  if (!mayBeDone(spec)) return 'stay';
  if (isJob(spec) || tasks.some(isDone)) return 'end';
  if (spec.healthcheck) return 'stay';
  if (!tasks.some(({ ran }) => ran)) return 'end';
  return hadNoTime(before) ? 'end' : 'unknown';
}

/**
 * Started again, it ended by itself with 0, after longer than it had run when this version came: what was cut
 * short was on its way to the same end.
 */
function hadNoTime({ tasks, again = [], untilMs = Infinity }: Before): boolean {
  const tookMs = again
    .filter(isDone)
    .flatMap(({ ended, runningSinceMs: since }) =>
      ended === null || since === null ? [] : ended.atMs - since,
    );
  const hadMs = tasks.flatMap(({ runningSinceMs: since }) => (since === null ? [] : untilMs - since));
  return tookMs.length > 0 && Math.max(...hadMs) < Math.min(...tookMs);
}
