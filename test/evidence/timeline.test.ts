import { describe, expect, it } from 'vitest';
import { tasksOf, type TaskHistory } from '../../src/evidence/timeline.js';
import { B, app, journal, type Journal } from '../verdict/constructed-journal.js';

const tasks = (j: Journal): readonly TaskHistory[] => tasksOf(j.lines, app);
const base = (): Journal => journal().spec(B, null);

describe('a task ran', () => {
  const ran = (j: Journal): readonly boolean[] => tasks(j).map((task) => task.ran);

  it(
    'when it was seen running, or failed with the word of one that had started: looks can miss the ' +
      'time between',
    () => {
      expect(ran(base().task('b1', 'running').task('b1', 'failed', { message: 'started' }))).toEqual([true]);
      expect(ran(base().task('b1', 'starting').task('b1', 'failed', { message: 'started' }))).toEqual([true]);
    },
  );

  it('not when it failed while it was starting or being prepared, nor when it was only stopped', () => {
    expect(ran(base().task('b1', 'starting').task('b1', 'failed', { message: 'starting' }))).toEqual([false]);
    expect(ran(base().task('b1', 'rejected', { message: 'preparing' }))).toEqual([false]);
    expect(ran(base().task('b1', 'ready').task('b1', 'shutdown', { message: 'started' }))).toEqual([false]);
  });
});

describe('the history of a task', () => {
  it('keeps the container and the stamp that it was last seen with, its first line, its last and its end', () => {
    const [task] = tasks(
      base()
        .at(1000)
        .task('b1', 'pending', { containerId: null, stamp: null })
        .at(2000)
        .task('b1', 'running', { containerId: 'c9', stamp: 's9' })
        .at(3000)
        .task('b1', 'failed', { containerId: null, stamp: null })
        .at(4000)
        .task('b1', 'failed', { exists: false }),
    );
    expect(task).toMatchObject({
      taskId: 'b1',
      containerId: 'c9',
      stamp: 's9',
      ran: true,
      first: { atMs: 1000 },
      last: { atMs: 4000 },
      ended: { atMs: 3000 },
    });
  });

  it.each(['complete', 'shutdown', 'failed', 'rejected', 'remove', 'orphaned'])('ends with %s', (state) => {
    expect(tasks(base().task('b1', state))[0]?.ended?.state).toBe(state);
  });

  it.each(['new', 'pending', 'assigned', 'accepted', 'preparing', 'ready', 'starting', 'running'])(
    'goes on with %s',
    (state) => {
      expect(tasks(base().task('b1', state))[0]?.ended).toBeNull();
    },
  );

  it('is of the asked service alone, each task in the order in which it was seen', () => {
    const j = base()
      .task('b2', 'running')
      .task('d1', 'running', { service: 'other_db' })
      .task('b1', 'running')
      .task('b2', 'failed');
    expect(tasks(j).map(({ taskId }) => taskId)).toEqual(['b2', 'b1']);
  });
});
