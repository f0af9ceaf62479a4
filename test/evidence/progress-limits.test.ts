// The limits of what a trial waits for: up to the last millisecond, and not beyond it.
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/evidence/evidence.js';
import {
  baseConvergedAt,
  bearsOnProgress,
  isBaseConverged,
  isMonitored,
  isRollingBack,
  settlement,
} from '../../src/evidence/progress.js';
import { B, H, headStamp, journal, stack, view, type Journal } from '../verdict/constructed-journal.js';

const settledAt = (j: Journal, nowMs: number): boolean => settlement(j.lines, 'r1', nowMs) === 'settled';

describe('a deploy that changed nothing', () => {
  it('is given five seconds from its end before it is believed', () => {
    const untouched = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .at(4500)
      .deploy('upgrade', 'end', { exitCode: 1 });
    expect([settledAt(untouched, 9499), settledAt(untouched, 9500)]).toEqual([false, true]);
    const nothing = journal().begin().at(4000).deploy('upgrade', 'begin').deploy('upgrade', 'end');
    expect([settledAt(nothing, 8999), settledAt(nothing, 9000)]).toEqual([false, true]);
  });
});

describe('a rollback after which the old version does not run', () => {
  it('is given a minute from the first sight of it', () => {
    const down = journal()
      .base()
      .upgrade()
      .updating()
      .oomKilled('h1')
      .rollsBack('h1', 6000)
      .oomKilled('b1')
      .rollsBack(null, 7000)
      .task('b2', 'starting');
    expect([settledAt(down, 65_999), settledAt(down, 66_000)]).toEqual([false, true]);
  });
});

describe('the base', () => {
  it.each(['updating', 'rollback_started'])('does not stand while its service is %s', (state) => {
    expect(isBaseConverged(journal().base().spec(B, H, { state }).lines, 'r1')).toBe(false);
  });

  it('does not stand without any service, nor when a service of it is gone', () => {
    expect(isBaseConverged(journal().begin().deploy('base', 'begin').deploy('base', 'end').lines, 'r1')).toBe(
      false,
    );
    expect(isBaseConverged(journal().base().spec(B, null, null, { exists: false }).lines, 'r1')).toBe(false);
  });

  it('stood when it first did, before the upgrade and not after', () => {
    const later = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .spec(B, null)
      .deploy('base', 'end')
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .at(5000)
      .serves('b1');
    expect(baseConvergedAt(later.lines, 'r1')).toBeNull();
    expect(baseConvergedAt(journal().base().at(3500).spec(B, null).lines, 'r1')).toBe(3000);
    expect(baseConvergedAt(journal().begin().lines, 'r1')).toBeNull();
  });

  it('stands with the end of its deploy where everything ran before that', () => {
    const early = journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .spec(B, null)
      .serves('b1')
      .at(2000)
      .deploy('base', 'end');
    expect(baseConvergedAt(early.lines, 'r1')).toBe(2000);
  });
});

describe('the head is monitored', () => {
  const db = { service: `${stack}_db` };
  const [oldDb, newDb] = [
    view('B', { stamp: null, specHash: 'db-B', taskHash: 'db-B', templateHash: 'db-B' }),
    view('H', { stamp: null, specHash: 'db-H', taskHash: 'db-H', templateHash: 'db-H' }),
  ];
  const both = (): Journal =>
    journal()
      .base()
      .spec(oldDb, null, null, db)
      .upgrade()
      .spec(newDb, oldDb, { state: 'updating' }, db)
      .updating()
      .at(5000);

  it('when a task of the stamped service ran, and not when one of another did', () => {
    expect(
      isMonitored(both().task('d1', 'running', { ...db, taskHash: 'db-H', stamp: null }).lines, 'r1'),
    ).toBe(false);
    expect(isMonitored(both().serves('h1').lines, 'r1')).toBe(true);
  });

  it('not before the upgrade began', () => {
    expect(isMonitored(journal().base().lines, 'r1')).toBe(false);
  });
});

describe('swarm is rolling back', () => {
  const of = (j: Journal): boolean => isRollingBack(j.lines, 'r1');

  it('when a service of the stack was seen to, after the upgrade began', () => {
    expect(of(journal().base().upgrade().updating())).toBe(false);
    expect(of(journal().base().upgrade().updating().oomKilled('h1').rollsBack('h1'))).toBe(true);
    expect(of(journal().base().upgrade().updating().spec(B, null, { state: 'rollback_completed' }))).toBe(
      true,
    );
  });

  it('not from an update that stood before, from another stack, nor without an upgrade', () => {
    const before = { state: 'rollback_completed', startedAt: '2026-06-11T00:00:01Z' };
    expect(
      of(journal().base().spec(B, null, before).at(4000).deploy('upgrade', 'begin').spec(B, null, before)),
    ).toBe(false);
    expect(
      of(
        journal()
          .base()
          .upgrade()
          .spec(B, null, { state: 'rollback_started' }, { stack: 'other-1', service: 'other-1_app' }),
      ),
    ).toBe(false);
    expect(of(journal().base().spec(B, null, { state: 'rollback_started' }))).toBe(false);
  });
});

describe('a line bears on progress', () => {
  it("when it shows a spec, a task, how a task ended, a deploy, a tree or a client's write, and no other", () => {
    const line = (j: Journal): Evidence | undefined => j.lines.at(-1);
    const many = (count: number, is: boolean) => Array<boolean>(count).fill(is);
    const log = (about: 'service-write' | 'write-refused' | 'rollback' | 'task') =>
      journal().fact({
        kind: 'daemon-log',
        about,
        serviceId: 's',
        taskId: null,
        containerId: null,
        version: null,
        line: '',
      });
    const all = [
      journal().spec(B, null),
      journal().task('b1', 'running'),
      journal().deploy('base', 'begin'),
      journal().tree('base', headStamp),
      log('service-write'),
      log('write-refused'),
      log('rollback'),
      log('task'),
      journal().phase('base', 'begin'),
      journal().kernelOom('b1'),
      journal().container('b1', 'die'),
      journal().container('b1', 'kill'),
      journal().container('b1', 'health'),
      journal().container('b1', 'start'),
    ];
    expect(
      all.map((j) => {
        const last = line(j);
        return last !== undefined && bearsOnProgress(last);
      }),
    ).toEqual([...many(6, true), ...many(4, false), ...many(3, true), false]);
  });
});

describe('swarm has made up its mind about', () => {
  const died = (j: Journal, ...ids: readonly string[]): Journal =>
    ids.reduce((sum, id) => sum.exited(id, 1), j);
  const starts = (j: Journal, ...ids: readonly string[]): Journal =>
    ids.reduce((sum, id) => sum.task(id, 'running'), j);

  it('a service that the head creates once it stands, or crashes for the third time', () => {
    const created = (): Journal =>
      journal()
        .begin()
        .at(1000)
        .deploy('base', 'begin')
        .deploy('base', 'end')
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .spec(H, null)
        .deploy('upgrade', 'end')
        .at(5000);
    expect(settledAt(created().task('h1', 'starting'), 60_000)).toBe(false);
    expect(settledAt(created().task('h1', 'running'), 6000)).toBe(true);
    const twice = died(starts(created(), 'h1', 'h2'), 'h1', 'h2').task('h3', 'starting');
    expect(settledAt(twice, 60_000)).toBe(false);
    expect(settledAt(twice.task('h3', 'running').exited('h3', 1), 60_000)).toBe(true);
  });

  it('a crash loop only where the deaths are in one slot, and nobody asked for them', () => {
    const updated = (): Journal =>
      journal().base().upgrade().at(5000).spec(H, B, { state: 'completed' }).stopped('b1');
    const slots = [1, 2, 3].reduce(
      (j, slot) => j.task(`h${String(slot)}`, 'running', { slot }).exited(`h${String(slot)}`, 1),
      updated(),
    );
    expect(settledAt(slots, 60_000)).toBe(false);
    const stopped = ['h1', 'h2', 'h3']
      .reduce((j, id) => j.task(id, 'running').stopped(id), updated())
      .task('h4', 'starting');
    expect(settledAt(stopped, 60_000)).toBe(false);
    expect(
      settledAt(
        ['h1', 'h2', 'h3']
          .reduce((j, id) => j.task(id, 'running').exited(id, 1), updated())
          .task('h4', 'starting'),
        6000,
      ),
    ).toBe(true);
  });

  it('a job once as many of its tasks are done as it asks for', () => {
    const [old, next] = [
      view('B', { mode: 'replicated-job', restart: 'none' }),
      view('H', { mode: 'replicated-job', restart: 'none' }),
    ];
    const job = (): Journal => journal().base(old).upgrade(next, old).at(5000);
    expect(settledAt(job(), 60_000)).toBe(false);
    expect(settledAt(job().task('h1', 'running'), 60_000)).toBe(false);
    expect(settledAt(job().task('h1', 'running').exited('h1', 0), 6000)).toBe(true);
    expect(settledAt(died(starts(job(), 'h1', 'h2'), 'h1', 'h2'), 60_000)).toBe(false);
    expect(settledAt(died(starts(job(), 'h1', 'h2', 'h3'), 'h1', 'h2', 'h3'), 6000)).toBe(true);
  });

  it(
    'the same spec posted twice once its tasks ran as long as they would have been watched, the last ' +
      'of them',
    () => {
      const [old, next] = [view('B', { replicas: 2 }), view('H', { replicas: 2 })];
      const twice = journal()
        .base(old)
        .task('b2', 'running', { slot: 2 })
        .upgrade(next, old)
        .updating(next, old)
        .at(4500)
        .spec(next, next)
        .at(5000)
        .serves('h1')
        .stopped('b1')
        .at(7000)
        .task('h2', 'running', { slot: 2 })
        .task('b2', 'shutdown', { desired: 'shutdown' });
      expect([settledAt(twice, 11_999), settledAt(twice, 12_000)]).toEqual([false, true]);
    },
  );

  it('the same spec posted twice also when its tasks crash for the third time', () => {
    const twice = (): Journal => journal().base().upgrade().updating().at(4500).spec(H, H).at(5000);
    expect(settledAt(died(starts(twice(), 'h1', 'h2'), 'h1', 'h2'), 60_000)).toBe(false);
    expect(settledAt(died(starts(twice(), 'h1', 'h2', 'h3'), 'h1', 'h2', 'h3'), 6000)).toBe(true);
  });

  it('nothing on what another stack, or a service with a longer name, shows', () => {
    const other = { stack: 'other-1', service: 'other-1_app' };
    const done = (): Journal =>
      journal().base().upgrade().updating().at(5000).serves('h1').stopped('b1').completed();
    expect(settledAt(done(), 12_000)).toBe(true);
    expect(
      settledAt(
        done().spec(H, B, { state: 'updating' }, other).task('o1', 'starting', { service: 'other-1_app' }),
        12_000,
      ),
    ).toBe(true);
    expect(isBaseConverged(journal().base().spec(B, H, { state: 'updating' }, other).lines, 'r1')).toBe(true);
  });

  it('an update that began and ended between two looks, by when it began', () => {
    const again = { state: 'completed', startedAt: '2026-06-11T00:00:02Z' };
    const same = (): Journal =>
      journal()
        .begin()
        .at(1000)
        .tree('base', B.stamp ?? '')
        .deploy('base', 'begin')
        .spec(B, H, again)
        .deploy('base', 'end')
        .at(3000)
        .serves('b1')
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .deploy('upgrade', 'end');
    expect(settledAt(same().at(4500).spec(B, H, again), 4600)).toBe(false);
    expect(
      settledAt(
        same()
          .at(4500)
          .spec(B, H, { ...again, startedAt: '2026-06-11T00:00:04Z' }),
        4600,
      ),
    ).toBe(true);
  });
});
