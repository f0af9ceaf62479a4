// It could not even start: no image, a bad mount, a port that something outside swarm holds. A task that
// waits was not rejected.
import { isVolumeFull } from '../engine-words.js';
import type { Recogniser, TaskEnd } from './recogniser.js';

export const rejected: Recogniser = (end) => {
  const { ended } = end;
  if (ended === null) return null;
  const found = { kind: 'rejected', lines: [] } as const;
  if (isVolumeFull(ended.err) && (ended.state === 'rejected' || couldNotStart(end))) {
    return {
      kind: 'unknown',
      lines: [],
      detail:
        `a volume was full when it was to start, by a limit of its own or because the engine's disk ` +
        `was: ${ended.err}`,
    };
  }
  if (ended.state === 'rejected') return { ...found, detail: `the engine rejected it: ${ended.err}` };
  if (!couldNotStart(end)) return null;
  const detail = `the engine could not start it: ${ended.err}`;
  // A port that another task has keeps a task waiting; only what swarm does not know of lets it start and
  // fail.
  return /port is already allocated|address already in use/i.test(ended.err)
    ? { ...found, because: 'held-outside-swarm', detail: `${detail}; something outside swarm has the port` }
    : { ...found, detail };
};

/** A process that ran leaves a `die` event, or at least its exit code in the task's error. */
function couldNotStart({ ended, die, task }: TaskEnd): boolean {
  return (
    ended?.state === 'failed' &&
    die === null &&
    !task.ran &&
    ended.err !== '' &&
    !ended.err.includes('non-zero exit')
  );
}
