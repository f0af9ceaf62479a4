import { describe, expect, it } from 'vitest';
import type { SpecView } from '../../src/evidence/fact.js';
import {
  isAtRest,
  mayBeDone,
  runsInEverySlot,
  standsInEverySlot,
  surplusOf,
} from '../../src/evidence/slots.js';
import { tasksOf } from '../../src/evidence/timeline.js';
import { B, app, journal, view, type Journal } from '../verdict/constructed-journal.js';

const base = (): Journal => journal().spec(B, null);
const stands = (j: Journal, patch: Partial<SpecView> = {}): boolean =>
  standsInEverySlot(view('B', patch), tasksOf(j.lines, app));
const rests = (j: Journal, patch: Partial<SpecView> = {}): boolean =>
  isAtRest(view('B', patch), tasksOf(j.lines, app));
const second = { slot: 2 };
const unchecked = { healthcheck: false };
const on = (nodeId: string) => ({ slot: null, nodeId });

describe('every slot stands', () => {
  it('when each has one task that swarm wants, and that one runs and is of the spec', () => {
    expect(stands(base().task('b1', 'running'))).toBe(true);
    expect(stands(base().task('b1', 'running').task('b2', 'running', second), { replicas: 2 })).toBe(true);
  });

  it('not while swarm wants two tasks in one slot, though both run', () => {
    expect(stands(base().task('b1', 'running').task('b2', 'running'))).toBe(false);
    expect(
      stands(base().task('b1', 'running').task('b2', 'running').task('b3', 'running', second), {
        replicas: 2,
      }),
    ).toBe(false);
  });

  it('also beside tasks that swarm wants no more, and those whose record is gone', () => {
    expect(stands(base().task('b0', 'running', { desired: 'shutdown' }).task('b1', 'running'))).toBe(true);
    expect(stands(base().task('b0', 'running', { exists: false }).task('b1', 'running'))).toBe(true);
    expect(
      stands(
        base()
          .task('b1', 'running')
          .task('b2', 'shutdown', { ...second, desired: 'shutdown' }),
      ),
    ).toBe(true);
  });

  it('not with too few slots, too many, or a task that is of another spec or does not run yet', () => {
    expect(stands(base().task('b1', 'running'), { replicas: 2 })).toBe(false);
    expect(stands(base().task('b1', 'running').task('b2', 'running', second))).toBe(false);
    expect(stands(base().task('b1', 'running').task('b2', 'starting', second))).toBe(false);
    expect(stands(base().task('b1', 'running', { taskHash: 'task-H' }))).toBe(false);
    expect(stands(base().task('b1', 'starting'))).toBe(false);
    expect(stands(base(), { replicas: 0 })).toBe(true);
  });

  it('of a global service on every node that has a task, and on one at least', () => {
    expect(
      stands(base().task('b1', 'running', on('n1')).task('b2', 'running', on('n2')), { replicas: null }),
    ).toBe(true);
    expect(
      stands(base().task('b1', 'running', on('n1')).task('b2', 'running', on('n1')), { replicas: null }),
    ).toBe(false);
    expect(
      stands(base().task('b1', 'running', on('n1')).task('b2', 'starting', on('n2')), { replicas: null }),
    ).toBe(false);
    expect(stands(base(), { replicas: null })).toBe(false);
  });
});

describe('every slot is run by a spec', () => {
  const runs = (j: Journal, patch: Partial<SpecView> = {}): boolean =>
    runsInEverySlot(view('B', patch), tasksOf(j.lines, app));
  const surplus = (j: Journal): readonly (readonly string[])[] =>
    surplusOf(B, tasksOf(j.lines, app)).map((slot) => slot.map(({ taskId }) => taskId));

  it('also where swarm keeps two of its tasks in one slot, which are told', () => {
    const two = base().task('b1', 'running').task('b2', 'running');
    expect(runs(two)).toBe(true);
    expect(surplus(two)).toEqual([['b1', 'b2']]);
    expect(surplus(base().task('b1', 'running').task('b2', 'running', second))).toEqual([]);
    expect(surplus(two.task('b3', 'running', second))).toEqual([['b1', 'b2']]);
  });

  it.each([
    ['one of them does not run', base().task('b1', 'running').task('b2', 'starting')],
    [
      'one of them is of another spec',
      base().task('b1', 'running').task('h1', 'running', { taskHash: 'task-H' }),
    ],
  ])('not where %s', (_, j) => {
    expect(runs(j)).toBe(false);
  });

  it('not where two are in one slot and none in the other', () => {
    expect(runs(base().task('b1', 'running').task('b2', 'running'), { replicas: 2 })).toBe(false);
  });

  it('not by one that swarm wants no more, beside one that does not run', () => {
    const j = base().task('b1', 'running', { desired: 'shutdown' }).task('b2', 'pending');
    expect(runs(j)).toBe(false);
    expect(surplus(base().task('b1', 'running', { desired: 'shutdown' }).task('b2', 'running'))).toEqual([]);
  });
});

describe('a task that ended with 0', () => {
  const ended = (): Journal =>
    base().task('b1', 'running').task('b1', 'complete', { desired: 'shutdown', exitCode: 0 });

  it('is done where swarm does not start it anew, and is a slot that is down where swarm does', () => {
    expect(
      ['none', 'on-failure', 'any'].map((restart) =>
        stands(ended(), { ...unchecked, restart } as Partial<SpecView>),
      ),
    ).toEqual([true, true, false]);
    expect(
      ['none', 'on-failure', 'any'].map((restart) => mayBeDone(view('B', { restart } as Partial<SpecView>))),
    ).toEqual([true, true, false]);
  });

  it('is not done when it ended otherwise, is of another spec, or another one is wanted after it', () => {
    expect(stands(base().task('b1', 'failed', { desired: 'shutdown' }), { restart: 'none' })).toBe(false);
    expect(
      stands(base().task('b1', 'complete', { desired: 'shutdown', taskHash: 'task-H' }), { restart: 'none' }),
    ).toBe(false);
    expect(stands(ended().task('b2', 'starting'), { restart: 'on-failure' })).toBe(false);
    expect(stands(base().task('b1', 'complete').task('b2', 'running'), { restart: 'none' })).toBe(false);
    expect(stands(ended().task('b2', 'failed', { desired: 'shutdown' }), { restart: 'none' })).toBe(false);
  });

  it('of a job counts once for each that the job asks for', () => {
    const job = { mode: 'replicated-job', restart: 'none' } as Partial<SpecView>;
    expect(stands(ended(), job)).toBe(true);
    expect(stands(ended(), { ...job, replicas: 2 })).toBe(false);
    expect(stands(ended().task('b2', 'complete', { desired: 'shutdown' }), { ...job, replicas: 2 })).toBe(
      true,
    );
    expect(stands(base().task('b1', 'running'), job)).toBe(false);
    expect(stands(base().task('b1', 'complete', { taskHash: 'task-H' }), job)).toBe(false);
  });

  it('of a global job is asked of every node that has a task of it, and of one at least', () => {
    const job = { mode: 'global-job', replicas: null, restart: 'none' } as Partial<SpecView>;
    expect(stands(base().task('b1', 'complete', on('n1')).task('b2', 'complete', on('n2')), job)).toBe(true);
    expect(stands(base().task('b1', 'complete', on('n1')).task('b2', 'running', on('n2')), job)).toBe(false);
    expect(stands(base(), job)).toBe(false);
    expect(mayBeDone(view('B', { mode: 'global-job', restart: 'any' }))).toBe(true);
  });
});

describe('tasks are at rest', () => {
  it('when one runs in every slot, of whichever spec', () => {
    expect(rests(base().task('b1', 'running'))).toBe(true);
    expect(rests(base().task('h1', 'running', { taskHash: 'task-H' }))).toBe(true);
    expect(rests(base().task('b1', 'running', on('n1')), { replicas: null })).toBe(true);
  });

  it('not while one is about to start, is made ready, or is told to stop and still runs', () => {
    expect(rests(base().task('b1', 'running').task('b2', 'preparing'))).toBe(false);
    expect(rests(base().task('b1', 'running').task('b2', 'ready', { desired: 'ready' }))).toBe(false);
    expect(
      rests(
        base().task('b1', 'running').task('b2', 'running').task('b2', 'running', { desired: 'shutdown' }),
      ),
    ).toBe(false);
  });

  it('also beside one that swarm gave up before it ever ran, one that ended, and one whose record is gone', () => {
    expect(rests(base().task('b1', 'running').task('b2', 'ready', { desired: 'shutdown' }))).toBe(true);
    expect(rests(base().task('b0', 'failed', { desired: 'shutdown' }).task('b1', 'running'))).toBe(true);
    expect(rests(base().task('b0', 'starting', { exists: false }).task('b1', 'running'))).toBe(true);
  });

  it('not with two that run in one slot, nor with a slot too few, too many or empty', () => {
    expect(rests(base().task('b1', 'running').task('b2', 'running'))).toBe(false);
    expect(rests(base().task('b1', 'running'), { replicas: 2 })).toBe(false);
    expect(rests(base().task('b1', 'running').task('b2', 'running', second))).toBe(false);
    expect([rests(base()), rests(base(), { replicas: null }), rests(base(), { replicas: 0 })]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('not while one is at its end, though swarm calls it running', () => {
    const running = (): Journal => base().task('b1', 'running');
    expect(rests(running())).toBe(true);
    expect(rests(running().container('b1', 'health', { health: 'unhealthy' }))).toBe(false);
    expect(rests(running().container('b1', 'die'))).toBe(false);
    // Who is asked to end may go on.
    expect(rests(running().container('b1', 'kill', { signal: '15' }))).toBe(true);
    expect(rests(running().container('b1', 'health', { health: 'healthy' }))).toBe(true);
    expect(stands(running().container('b1', 'health', { health: 'unhealthy' }))).toBe(false);
    expect(stands(running().container('b1', 'kill', { signal: '15' }))).toBe(true);
  });

  it('when they are done, where that is an end', () => {
    const done = (): Journal => base().task('b1', 'complete', { desired: 'shutdown' });
    const one = (restart: 'none' | 'any'): boolean => rests(done(), { ...unchecked, restart });
    expect([one('none'), one('any')]).toEqual([true, false]);
    const job = { mode: 'replicated-job', restart: 'none' } as Partial<SpecView>;
    expect([
      rests(done(), job),
      rests(done(), { ...job, replicas: 2 }),
      rests(done().task('b2', 'starting'), job),
    ]).toEqual([true, false, false]);
  });
});
