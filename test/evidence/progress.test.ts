import { describe, expect, it } from 'vitest';
import { baseConvergedAt, isBaseConverged, isMonitored, settlement } from '../../src/evidence/progress.js';
import { B, H, headStamp, journal, stack, view, type Journal } from '../verdict/constructed-journal.js';

const settledAt = (j: Journal, nowMs: number): boolean => settlement(j.lines, 'r1', nowMs) === 'settled';

describe('the base stands', () => {
  it('when every service of the stack has all its tasks running', () => {
    expect(isBaseConverged(journal().base().lines, 'r1')).toBe(true);
    expect(baseConvergedAt(journal().base().lines, 'r1')).toBe(3000);
  });

  it('not while a task has yet to run, nor while a second service has none', () => {
    const begun = (): Journal =>
      journal().begin().deploy('base', 'begin').spec(B, null).deploy('base', 'end');
    expect(isBaseConverged(begun().task('b1', 'starting').lines, 'r1')).toBe(false);
    expect(
      isBaseConverged(
        begun()
          .spec(B, null, null, { service: `${stack}_db` })
          .serves('b1').lines,
        'r1',
      ),
    ).toBe(false);
  });

  it('not with one of two replicas', () => {
    expect(isBaseConverged(journal().base(view('B', { replicas: 2 })).lines, 'r1')).toBe(false);
  });

  it('not before the deployer is done, nor after it failed', () => {
    const until = journal().deploy('base', 'begin').spec(B, null).serves('b1');
    expect(isBaseConverged(until.lines, 'r1')).toBe(false);
    expect(isBaseConverged(until.deploy('base', 'end', { exitCode: 1 }).lines, 'r1')).toBe(false);
  });

  it('not with a task that runs and is being taken down', () => {
    expect(isBaseConverged(journal().base().task('b1', 'running', { desired: 'shutdown' }).lines, 'r1')).toBe(
      false,
    );
  });
});

describe('the head is monitored', () => {
  it('once a task of it ran', () => {
    expect(isMonitored(journal().base().upgrade().updating().task('h1', 'starting').lines, 'r1')).toBe(false);
    expect(isMonitored(journal().base().upgrade().updating().serves('h1').lines, 'r1')).toBe(true);
  });
});

describe('swarm has made up its mind', () => {
  it('when the update completed and its tasks have come to rest', () => {
    expect(settledAt(journal().base().upgrade().updating(), 5000)).toBe(false);
    const done = (): Journal =>
      journal().base().upgrade().updating().at(5000).serves('h1').stopped('b1').completed();
    expect(settledAt(done(), 12_000)).toBe(true);
    expect(settledAt(done().task('h2', 'starting'), 12_000)).toBe(false);
    expect(settledAt(done().exited('h1', 1).at(13_000).task('h2', 'starting'), 14_000)).toBe(false);
    const stopping = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .serves('h1')
      .task('b1', 'running', { desired: 'shutdown' })
      .completed();
    expect(settledAt(stopping, 12_000)).toBe(false);
  });

  it('when a slot ends again and again, which will not come to rest', () => {
    const dies = (j: Journal, task: string): Journal =>
      j.task(task, 'starting').container(task, 'start').exited(task, 3, 'starting');
    const twice = (): Journal =>
      dies(dies(journal().base().upgrade().updating().stopped('b1'), 'h1'), 'h2').completed();
    expect(settledAt(twice(), 12_000)).toBe(false);
    expect(settledAt(dies(twice(), 'h3'), 13_000)).toBe(true);
  });

  it('of a spec that was posted twice once its own monitor would be over, since no status will ever say', () => {
    const running = journal()
      .base()
      .upgrade()
      .updating()
      .at(4500)
      .spec(H, H)
      .at(5000)
      .serves('h1')
      .stopped('b1');
    expect(settledAt(running, 9900)).toBe(false);
    expect(settledAt(running, 10_100)).toBe(true);
  });

  it('of a change of replicas alone once the added ones run', () => {
    const [one, two] = [view('B'), view('B', { replicas: 2, stamp: H.stamp, specHash: 'two' })];
    const added = journal()
      .base(one)
      .upgrade(two, one)
      .at(4500)
      .task('h2', 'starting', { slot: 2, stamp: H.stamp });
    expect(settledAt(added, 5000)).toBe(false);
    expect(settledAt(added.task('h2', 'running', { slot: 2 }), 6000)).toBe(true);
  });

  it('not on the stale `completed` of the spec before', () => {
    const stale = journal()
      .base()
      .spec(B, B, { state: 'completed' })
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .deploy('upgrade', 'end');
    expect(settledAt(stale, 4100)).toBe(false);
    expect(settledAt(stale.spec(H, B), 4200)).toBe(false);
  });

  it('not while the deployer still works', () => {
    expect(
      settledAt(journal().base().deploy('upgrade', 'begin').spec(H, B, { state: 'completed' }), 9000),
    ).toBe(false);
  });

  it('at once when no slot is dirty, but not while a dirty one waits for its update', () => {
    expect(
      settledAt(
        journal()
          .base()
          .upgrade(view('H', { templateHash: B.templateHash, taskHash: B.taskHash })),
        4100,
      ),
    ).toBe(true);
    expect(settledAt(journal().base().upgrade(), 4100)).toBe(false);
    expect(settledAt(journal().base().upgrade(), 15_000)).toBe(false);
  });

  it('when the rollback is done and the old version runs, or has had its time', () => {
    const back = (): Journal => journal().base().upgrade().updating().oomKilled('h1').rollsBack('h1');
    expect(settledAt(back(), 7000)).toBe(false);
    expect(settledAt(back().rollsBack(null, 7000), 7000)).toBe(true);
    const down = back().oomKilled('b1').rollsBack(null, 7000).task('b2', 'starting');
    expect(settledAt(down, 8000)).toBe(false);
    expect(settledAt(down, 80_000)).toBe(true);
    expect(settledAt(down.serves('b2'), 9000)).toBe(true);
  });

  it('when it is paused and some task runs in every slot, whichever it is', () => {
    const half = journal().base().upgrade().at(5000).spec(H, B, { state: 'paused' });
    expect(settledAt(half, 6000)).toBe(true);
    expect(settledAt(half.oomKilled('b1').task('h1', 'starting'), 6000)).toBe(false);
    expect(settledAt(half.serves('h1'), 7000)).toBe(true);
  });

  it('when the rollback is paused and the old version runs', () => {
    expect(
      settledAt(journal().base().upgrade().at(5000).spec(B, null, { state: 'rollback_paused' }), 6000),
    ).toBe(true);
  });

  it('when the service is gone, and when the deployer touched nothing for a while', () => {
    expect(settledAt(journal().base().upgrade().spec(H, B, null, { exists: false }), 4100)).toBe(true);
    const untouched = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .deploy('upgrade', 'end', { exitCode: 1 });
    expect(settledAt(untouched, 4100)).toBe(false);
    expect(settledAt(untouched, 9500)).toBe(true);
  });

  it('only when every service of the stack has', () => {
    const [oldDb, newDb] = [
      view('B', { stamp: null, specHash: 'db-B', taskHash: 'db-B', templateHash: 'db-B' }),
      view('H', { stamp: null, specHash: 'db-H', taskHash: 'db-H', templateHash: 'db-H' }),
    ];
    const of = { service: `${stack}_db` };
    const db = { ...of, taskHash: 'db-H', stamp: null };
    const newTask = (j: Journal): Journal =>
      j.at(5000).serves('h1').stopped('b1').task('d1', 'starting', db).task('d1', 'running', db);
    const j = newTask(
      journal().base().spec(oldDb, null, null, of).upgrade().spec(newDb, oldDb, { state: 'updating' }, of),
    ).completed();
    expect(settledAt(j, 12_000)).toBe(false);
    expect(settledAt(j.spec(newDb, oldDb, { state: 'completed' }, of), 13_000)).toBe(true);
  });

  it('is quick to ask of a long journal', () => {
    const j = journal().base().upgrade().updating();
    for (let count = 0; count < 5000; count++)
      j.fact({ kind: 'envelope', usageBytes: 1, limitBytes: 2, hits: 0, kills: null, pressure: null });
    const startedMs = performance.now();
    for (let count = 0; count < 100; count++) settlement(j.lines, 'r1', 5000);
    expect((performance.now() - startedMs) / 100).toBeLessThan(10);
  });
});
