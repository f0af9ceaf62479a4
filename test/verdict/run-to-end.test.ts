import { describe, expect, it } from 'vitest';
import type { SpecView } from '../../src/evidence/fact.js';
import { isBaseConverged } from '../../src/evidence/progress.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { B, H, headStamp, journal, stack, view, type Journal } from './constructed-journal.js';
import { judged } from './judged.js';

const side = `${stack}_migrate`;
const of = { service: side, serviceId: 'svc2' };

function once(name: 'B' | 'H', patch: Partial<SpecView> = {}): SpecView {
  return view(name, {
    stamp: null,
    taskHash: `once-${name}`,
    templateHash: `once-${name}`,
    specHash: `once-${name}`,
    restart: 'on-failure',
    ...patch,
  });
}

const job = (name: 'B' | 'H'): SpecView =>
  once(name, { mode: 'replicated-job', replicas: 1, restart: 'none' });

/** The base with a service beside it whose task is in `state`. */
function beside(spec: SpecView, state: string): Journal {
  return journal()
    .begin()
    .at(1000)
    .tree('base', B.stamp ?? '')
    .deploy('base', 'begin')
    .spec(B, null)
    .spec(spec, null, null, of)
    .deploy('base', 'end')
    .at(2000)
    .serves('b1')
    .task('m1', state, {
      ...of,
      taskHash: spec.taskHash,
      stamp: null,
      desired: state === 'complete' ? 'shutdown' : 'running',
    });
}

/** The app's upgrade holds; `then` is what the other service goes through. */
function upgraded(before: SpecView, after: SpecView, then: (j: Journal) => Journal): RunVerdict {
  const begun = beside(before, before.restart === 'any' ? 'running' : 'complete')
    .at(4000)
    .tree('upgrade', headStamp)
    .deploy('upgrade', 'begin')
    .spec(H, B)
    .spec(after, before, null, of)
    .deploy('upgrade', 'end')
    .at(5000)
    .serves('h1')
    .stopped('b1');
  return judged(then(begun).completed().end(headStamp).lines);
}

const ends =
  (task: string, code: number, hash: string) =>
  (j: Journal): Journal =>
    j
      .task(task, 'running', { ...of, taskHash: hash, stamp: null })
      .task(task, code === 0 ? 'complete' : 'failed', {
        ...of,
        taskHash: hash,
        stamp: null,
        desired: 'shutdown',
        exitCode: code,
        err: code === 0 ? '' : `task: non-zero exit (${String(code)})`,
      });

describe('a base with a service that ends', () => {
  it.each([
    ['a one-shot', once('B')],
    ['a job', job('B')],
  ])('stands once %s has ended with 0, and not when it failed or is yet to start', (_, spec) => {
    expect(isBaseConverged(beside(spec, 'complete').lines, 'r1')).toBe(true);
    expect(isBaseConverged(beside(spec, 'failed').lines, 'r1')).toBe(false);
    expect(isBaseConverged(beside(spec, 'preparing').lines, 'r1')).toBe(false);
  });

  it('does not stand when a service that is to run on has ended, also with 0', () => {
    expect(isBaseConverged(beside(once('B', { restart: 'any' }), 'complete').lines, 'r1')).toBe(false);
  });
});

describe('a one-shot beside the service under test', () => {
  it(
    'has held when it ended with 0, though swarm took that for a failure and put the old one back, ' +
      'which ran again',
    () => {
      const run = upgraded(once('B'), once('H'), (j) =>
        ends(
          'm3',
          0,
          'once-B',
        )(ends('m2', 0, 'once-H')(j).spec(once('B'), null, { state: 'rollback_completed' }, of)),
      );
      expect(run).toMatchObject({ outcome: 'held', cause: null, services: { [side]: 'held' } });
      expect(run.reason).toContain('it ran 2 times in this upgrade');
      expect(run.sides[0]?.reason).toContain('swarm took that for a failed update');
    },
  );

  it('has not when it failed', () => {
    const run = upgraded(once('B'), once('H'), (j) =>
      ends('m2', 3, 'once-H')(j).spec(once('H'), once('B'), { state: 'paused' }, of),
    );
    expect(run).toMatchObject({ outcome: 'mixed', services: { [side]: 'paused' } });
  });

  it('has not when it is a service that was to run on', () => {
    const [before, after] = [once('B', { restart: 'any' }), once('H', { restart: 'any' })];
    expect(
      upgraded(before, after, (j) => ends('m2', 0, 'once-H')(j).spec(after, before, { state: 'paused' }, of))
        .outcome,
    ).toBe('mixed');
  });
});

describe('a job', () => {
  it("has held when the head's has run to its end, for which swarm keeps no status", () => {
    expect(upgraded(job('B'), job('H'), ends('m2', 0, 'once-H'))).toMatchObject({
      outcome: 'held',
      services: { [side]: 'held' },
    });
  });

  it('has failed, or is not over', () => {
    expect(upgraded(job('B'), job('H'), ends('m2', 2, 'once-H'))).toMatchObject({
      outcome: 'mixed',
      failedLater: 'unmonitored',
      services: { [side]: 'failed-later' },
    });
    const running = (j: Journal): Journal =>
      j.task('m2', 'running', { ...of, taskHash: 'once-H', stamp: null });
    expect(upgraded(job('B'), job('H'), running)).toMatchObject({
      outcome: 'mixed',
      services: { [side]: 'unsettled' },
    });
  });
});

describe('a service under test that swarm does not start again', () => {
  const app = (name: 'B' | 'H', patch: Partial<SpecView> = {}): SpecView =>
    view(name, { restart: 'on-failure', ...patch });
  const endsWith0 = (before: SpecView, after: SpecView, base: 'running' | 'complete'): RunVerdict =>
    judged(
      journal()
        .begin()
        .at(1000)
        .tree('base', B.stamp ?? '')
        .deploy('base', 'begin')
        .spec(before, null)
        .deploy('base', 'end')
        .at(2000)
        .serves('b1')
        .task('b1', base, base === 'running' ? {} : { desired: 'shutdown', exitCode: 0 })
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .spec(after, before)
        .deploy('upgrade', 'end')
        .at(5000)
        .serves('h1')
        .spec(after, before, { state: 'completed' })
        .at(9000)
        .exited('h1', 0)
        .end(headStamp).lines,
    );

  it('has not held when the head ended with 0 where the base ran on', () => {
    const gone = { outcome: 'failed-later', cause: { kind: 'exit', exitCode: 0 }, component: 'app' };
    expect(endsWith0(app('B'), app('H'), 'running')).toMatchObject(gone);
    const unchecked = { healthcheck: false };
    expect(endsWith0(app('B', unchecked), app('H', unchecked), 'running')).toMatchObject(gone);
  });

  it('has held when the base had ended with 0 too', () => {
    expect(endsWith0(app('B'), app('H'), 'complete')).toMatchObject({ outcome: 'held', cause: null });
  });
});

describe('a service beside the one under test that ended with 0 where its base ran on', () => {
  const ranOn = (patch: Partial<SpecView>): RunVerdict => {
    const [before, after] = [once('B', patch), once('H', patch)];
    const begun = beside(before, 'running').at(4000).tree('upgrade', headStamp).deploy('upgrade', 'begin');
    const put = begun.spec(H, B).spec(after, before, null, of).deploy('upgrade', 'end');
    const swapped = put.at(5000).serves('h1').stopped('b1');
    const over = ends('m2', 0, 'once-H')(swapped).spec(after, before, { state: 'completed' }, of);
    return judged(over.completed().end(headStamp).lines);
  };

  it('is not down for what nobody knows it to be, and not called good', () => {
    expect(ranOn({ healthcheck: false })).toMatchObject({ outcome: 'inconclusive', cause: null });
  });

  it('is gone where it has a health check, as what serves has', () => {
    expect(ranOn({ healthcheck: true })).toMatchObject({
      outcome: 'mixed',
      cause: { kind: 'exit', exitCode: 0 },
    });
  });
});
