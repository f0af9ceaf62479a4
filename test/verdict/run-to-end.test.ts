import { describe, expect, it } from 'vitest';
import type { SpecView } from '../../src/evidence/fact.js';
import { isBaseConverged, settlement } from '../../src/evidence/progress.js';
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
    healthcheck: false,
    ...patch,
  });
}

const job = (name: 'B' | 'H'): SpecView =>
  once(name, { mode: 'replicated-job', replicas: 1, restart: 'none' });

/** The base with a service beside it whose task is in `state`. */
function beside(spec: SpecView, state: string): Journal {
  const put = journal()
    .begin()
    .at(1000)
    .tree('base', B.stamp ?? '')
    .deploy('base', 'begin')
    .spec(B, null)
    .spec(spec, null, null, of)
    .deploy('base', 'end')
    .at(2000)
    .serves('b1');
  const slots = Array.from({ length: spec.replicas ?? 1 }, (_, i) => i + 1);
  return slots.reduce(
    (sum, slot) =>
      sum.task(`m1${slot === 1 ? '' : `-${String(slot)}`}`, state, {
        ...of,
        slot,
        taskHash: spec.taskHash,
        stamp: null,
        desired: state === 'complete' ? 'shutdown' : 'running',
      }),
    put,
  );
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

describe('a one-shot of several replicas beside the service under test', () => {
  const [before, after] = [once('B', { replicas: 2 }), once('H', { replicas: 2 })];
  const task =
    (id: string, hash: string, slot: number, code = 0) =>
    (j: Journal) =>
      j.task(id, code === 0 ? 'complete' : 'failed', {
        ...of,
        slot,
        taskHash: hash,
        stamp: null,
        desired: 'shutdown',
        exitCode: code,
      });
  /** Both of the base are done, and the head is in the slots given. */
  const run = (ids: readonly string[], state: 'paused' | 'completed' | 'rollback_completed'): RunVerdict =>
    upgraded(before, after, (j) => {
      const all = ids.reduce((sum, id, i) => task(id, 'once-H', i + 1)(sum), j);
      return state === 'rollback_completed'
        ? task('m4', 'once-B', 1)(all.spec(before, null, { state }, of))
        : all.spec(after, before, { state }, of);
    });

  it('has held when it ended with 0 in every slot, whatever swarm made of it', () => {
    expect(run(['m2', 'm3'], 'completed').services[side]).toBe('held');
    expect(run(['m2', 'm3'], 'paused').services[side]).toBe('held');
  });

  it('has not where swarm stopped half-way, or rolled back what had run in one slot only', () => {
    expect(run(['m2'], 'paused').services[side]).toBe('paused');
    expect(run(['m2'], 'rollback_completed').services[side]).toBe('rolled-back');
  });
});

describe('a one-shot whose base ran to its end', () => {
  const [before, after] = [once('B'), once('H')];
  const running = (j: Journal): Journal =>
    j
      .task('m2', 'running', { ...of, taskHash: 'once-H', stamp: null })
      .spec(after, before, { state: 'completed' }, of);

  it('has not held while its head runs on: it is not known yet how that ends', () => {
    expect(upgraded(before, after, running)).toMatchObject({
      outcome: 'mixed',
      services: { [side]: 'unsettled' },
    });
  });

  it('but a server has, whose base ran on and that has the same restart policy', () => {
    const j = beside(before, 'running').at(4000).tree('upgrade', headStamp).deploy('upgrade', 'begin');
    const put = j.spec(H, B).spec(after, before, null, of).deploy('upgrade', 'end');
    const lines = running(put.at(5000).serves('h1').stopped('b1')).completed().end(headStamp).lines;
    expect(judged(lines).services[side]).not.toBe('unsettled');
  });

  it('is waited for', () => {
    const upgrade = (then: (j: Journal) => Journal): string =>
      settlement(
        then(
          beside(before, 'complete')
            .at(4000)
            .deploy('upgrade', 'begin')
            .spec(H, B)
            .spec(after, before, null, of)
            .deploy('upgrade', 'end')
            .at(5000)
            .serves('h1')
            .stopped('b1'),
        ).completed().lines,
        'r1',
        60_000,
      );
    expect(upgrade(running)).toBe('pending');
    expect(upgrade((j) => ends('m2', 0, 'once-H')(running(j)))).toBe('settled');
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
        .stands('b1', before)
        .task('b1', base, base === 'running' ? {} : { desired: 'shutdown', exitCode: 0 })
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .spec(after, before)
        .deploy('upgrade', 'end')
        .at(5000)
        .stands('h1', after)
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
    const [b, h] = [app('B', { healthcheck: false }), app('H', { healthcheck: false })];
    expect(endsWith0(b, h, 'complete')).toMatchObject({ outcome: 'held', cause: null });
  });

  it('has not where base and head were stopped for being ill, which swarm calls complete too', () => {
    const [b, h] = [app('B'), app('H')];
    const j = journal().base(b).ill('b1').upgrade(h, b).at(5000).runs('h1').ill('h1');
    expect(judged(j.spec(h, b, { state: 'completed' }).end(headStamp).lines).outcome).not.toBe('held');
    // Its check may stand in the image, where the spec does not show it.
    const [b2, h2] = [app('B', { healthcheck: false }), app('H', { healthcheck: false })];
    const k = journal().base(b2).ill('b1').upgrade(h2, b2).at(5000).runs('h1').ill('h1');
    expect(judged(k.spec(h2, b2, { state: 'completed' }).end(headStamp).lines).outcome).not.toBe('held');
    expect(isBaseConverged(journal().base(b).ill('b1').lines, 'r1')).toBe(false);
  });

  it('has not where the base had been healthy before it ended with 0: it never stood', () => {
    expect(endsWith0(app('B'), app('H'), 'complete').outcome).not.toBe('held');
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
