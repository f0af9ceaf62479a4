import { describe, expect, it } from 'vitest';
import { B, H, baseStamp, headStamp, journal, view, type Journal } from './constructed-journal.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { judged } from './judged.js';

describe('paused', () => {
  const pausedOn = (task: string) =>
    journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .exited('h1', 7, 'starting')
      .at(6000)
      .spec(H, B, {
        state: 'paused',
        message: `update paused due to failure or early termination of task ${task}`,
      })
      .end(headStamp);

  it('is half-way only where it is: swarm starts tasks of the head again', () => {
    const [one, two] = [view('B', { replicas: 2 }), view('H', { replicas: 2 })];
    const begun = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .spec(one, null)
      .deploy('base', 'end')
      .at(3000)
      .serves('b1')
      .task('b2', 'starting', { slot: 2 })
      .serves('b2')
      .upgrade(two, one)
      .updating(two, one)
      .at(5000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .exited('h1', 7, 'starting')
      .stopped('b1')
      .at(6000)
      .spec(two, one, { state: 'paused' });
    const copy = (): Journal => Object.assign(journal(), structuredClone(begun));
    expect(judged(copy().end(headStamp).lines).reason).toContain(
      'half-way: the head runs in 0 of 2 slots, the old version in 1',
    );
    expect(judged(copy().serves('h3').end(headStamp).lines).reason).toContain(
      'half-way: the head runs in 1 of 2 slots, the old version in 1',
    );
    const neither = judged(copy().stopped('b2').end(headStamp).lines).reason;
    expect(neither).toContain('the head runs in 0 of 2 slots');
    expect(neither).not.toContain('half-way');
    expect(
      judged(
        copy().serves('h3').stopped('b2').task('h4', 'starting', { slot: 2 }).serves('h4').end(headStamp)
          .lines,
      ).reason,
    ).toContain('the head runs in every slot by now');
  });

  it('names the task that stopped the update', () => {
    expect(judged(pausedOn('h1').lines)).toMatchObject({
      outcome: 'paused',
      drift: false,
      component: 'app',
      cause: { kind: 'exit', exitCode: 7, task: 'h1', victim: 'new' },
    });
  });

  it('says so when of that task nothing is on record', () => {
    expect(judged(pausedOn('gone').lines)).toMatchObject({
      outcome: 'paused',
      cause: { kind: 'unknown', task: 'gone' },
    });
  });
});

describe('unsettled', () => {
  const waiting = (err: string) =>
    journal().base().upgrade().updating().at(5000).task('h1', 'pending', { err }).end(headStamp).lines;

  it('is an update without end; a pending task with an error has not failed', () => {
    expect(judged(waiting('waiting for volume'))).toMatchObject({
      outcome: 'unsettled',
      cause: { kind: 'start-timeout', task: 'h1' },
    });
  });

  it.each([
    'insufficient resources on 1 node',
    'host-mode port already in use on 1 node',
    'max replicas per node limit exceed',
  ])("is not the app's affair when start-first needs two of what there is once: %s", (why) => {
    expect(judged(waiting(`no suitable node (${why})`))).toMatchObject({
      outcome: 'unsettled',
      component: 'swarm',
      cause: { kind: 'start-timeout', because: 'held-by-old-task' },
    });
  });

  it("is the app's where no node would ever take the task", () => {
    expect(
      judged(waiting('no suitable node (scheduling constraints not satisfied on 1 node)')),
    ).toMatchObject({ component: 'app', cause: { kind: 'start-timeout', because: null } });
    const stopFirst = view('H', { updateConfig: { ...H.updateConfig, order: 'stop-first' } });
    const lines = journal()
      .base()
      .upgrade(stopFirst)
      .updating(stopFirst)
      .at(5000)
      .stopped('b1')
      .task('h1', 'pending', { err: 'no suitable node (insufficient resources on 1 node)' })
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({
      component: 'app',
      cause: { kind: 'start-timeout', because: null },
    });
  });

  it('has the cause image-pull while an engine tries to pull for ever, and not while it merely prepares', () => {
    const preparing = (err: string): RunVerdict =>
      judged(
        journal().base().upgrade().updating().at(5000).task('h1', 'preparing', { err }).end(headStamp).lines,
      );
    expect(preparing('pull access denied for heavyweb, repository does not exist')).toMatchObject({
      outcome: 'unsettled',
      cause: { kind: 'image-pull' },
    });
    expect(preparing('')).toMatchObject({ outcome: 'unsettled', cause: { kind: 'start-timeout' } });
  });

  it('has no known cause when no head task is on record', () => {
    expect(judged(journal().base().upgrade().updating().end(headStamp).lines)).toMatchObject({
      outcome: 'unsettled',
      cause: { kind: 'unknown' },
    });
  });

  it('is not said of a status that never came: that is an anomaly, and nothing is guessed', () => {
    expect(judged(journal().base().upgrade().at(5000).serves('h1').end(headStamp).lines)).toMatchObject({
      outcome: 'inconclusive',
    });
  });

  it('is said of an update that had no time to begin', () => {
    const lines = journal()
      .base()
      .at(18_000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(H, B)
      .deploy('upgrade', 'end')
      .end(headStamp).lines;
    expect(judged(lines).outcome).toBe('unsettled');
  });

  it('is not said of a state that nobody knows', () => {
    expect(
      judged(journal().base().upgrade().at(5000).spec(H, B, { state: 'postponed' }).end(headStamp).lines)
        .outcome,
    ).toBe('inconclusive');
  });
});

describe('no-op', () => {
  it('is a head that changes labels only, whatever its stamp says', () => {
    const labels = view('H', { templateHash: B.templateHash, taskHash: B.taskHash });
    expect(judged(journal().base().upgrade(labels).end(headStamp).lines)).toMatchObject({
      outcome: 'no-op',
      drift: false,
      component: null,
    });
  });

  it('is the base posted again, byte for byte', () => {
    const lines = journal()
      .base()
      .at(4000)
      .tree('upgrade', baseStamp)
      .deploy('upgrade', 'begin')
      .spec(B, B)
      .deploy('upgrade', 'end', { stamp: baseStamp })
      .end(baseStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'no-op', drift: false });
  });

  it('is not a head that changes the endpoint alone', () => {
    const ports = view('H', { taskHash: B.taskHash });
    const lines = journal()
      .base()
      .upgrade(ports)
      .updating(ports)
      .at(5000)
      .serves('h1')
      .at(8000)
      .stopped('b1')
      .at(12_000)
      .spec(ports, B, { state: 'completed' })
      .end(headStamp).lines;
    expect(judged(lines).outcome).toBe('held');
  });
});

describe('base failed', () => {
  it('is a base deploy that failed', () => {
    const lines = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .deploy('base', 'end', { exitCode: 1, stamp: null, failure: 'no such network' })
      .end('none').lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'base-failed',
      drift: null,
      component: 'deployer',
      cause: { kind: 'deployer-error' },
    });
  });

  it('is a base that never ran', () => {
    const lines = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .spec(B, null)
      .deploy('base', 'end')
      .at(2000)
      .task('b1', 'rejected', { desired: 'shutdown', err: 'No such image: heavyweb:1' })
      .end('none').lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'base-failed',
      cause: { kind: 'rejected', victim: 'old' },
    });
  });

  it('cannot be told from a base of which no task was seen', () => {
    const lines = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .spec(B, null)
      .deploy('base', 'end')
      .end('none').lines;
    expect(judged(lines).outcome).toBe('inconclusive');
  });

  it('is not said when the base stood and the upgrade was not begun', () => {
    expect(judged(journal().base().end('none').lines).outcome).toBe('inconclusive');
  });
});

describe('an upgrade for which swarm keeps no status, since base or head ask for no task,', () => {
  const none = { replicas: 0 };
  const fromNone = (): Journal =>
    journal()
      .begin()
      .at(1000)
      .tree('base', B.stamp ?? '')
      .deploy('base', 'begin')
      .spec(view('B', none), null)
      .deploy('base', 'end')
      .upgrade(H, view('B', none))
      .at(5000);

  it('is a no-op where the head asks for none', () => {
    const lines = journal()
      .base()
      .upgrade(view('H', none))
      .at(5000)
      .stopped('b1')
      .at(40_000)
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'no-op', drift: false, cause: null, downFromMs: 5000 });
  });

  it('has held where the base asked for none and the head runs, and not where no readback says so', () => {
    expect(judged(fromNone().serves('h1').at(40_000).end(headStamp).lines)).toMatchObject({
      outcome: 'held',
    });
    expect(judged(fromNone().serves('h1').at(40_000).end(baseStamp).lines)).toMatchObject({
      outcome: 'inconclusive',
    });
  });

  it('has failed unwatched where the base asked for none and the head dies', () => {
    expect(judged(fromNone().serves('h1').exited('h1', 9).at(40_000).end(headStamp).lines)).toMatchObject({
      outcome: 'failed-later',
      failedLater: 'unmonitored',
      cause: { kind: 'exit', exitCode: 9 },
    });
  });
});
