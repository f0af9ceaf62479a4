// It could not even start: no image, no node that fits, a bad mount, a port that is taken.
import type { Recogniser, TaskEnd } from './recogniser.js';

export const rejected: Recogniser = (end) => {
  const { ended, last } = end;
  const found = { kind: 'rejected', lines: [] } as const;
  if (ended === null) {
    return last.state === 'pending' && last.err.includes('no suitable node') ? { ...found, detail: `no node takes it: ${last.err}` } : null;
  }
  if (ended.state === 'rejected') return { ...found, detail: `the engine rejected it: ${ended.err}` };
  return couldNotStart(end) ? { ...found, detail: `the engine could not start it: ${ended.err}` } : null;
};

/** A process that ran leaves a `die` event, or at least its exit code in the task's error. */
function couldNotStart({ ended, die, task }: TaskEnd): boolean {
  return ended?.state === 'failed' && die === null && !task.ran && ended.err !== '' && !ended.err.includes('non-zero exit');
}
