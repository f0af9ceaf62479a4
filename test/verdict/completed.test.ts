import { describe, expect, it } from 'vitest';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import type { TrialSpec } from '../../src/plan/plan.js';
import {
  B,
  H,
  X,
  app,
  headStamp,
  journal,
  stack,
  trialSpec,
  view,
  type Journal,
} from './constructed-journal.js';
import { present } from '../../src/base/assert.js';
import { judge } from '../../src/verdict/judge.js';
import { judged } from './judged.js';

/** Head healthy at 5 s, old task stopped at 8 s, completed at 12 s. */
function goodUpdate(): Journal {
  return journal().base().upgrade().updating().holds();
}

describe('held', () => {
  it('is a completed update whose head runs in every slot and is read back', () => {
    expect(judged(goodUpdate().naive('end', true).end(headStamp).lines)).toMatchObject({
      outcome: 'held',
      drift: false,
      masked: false,
      component: null,
      cause: null,
      outageMs: 0,
      naive: { pass: true },
    });
  });

  it('counts the outage of stop-first', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(4500)
      .stopped('b1')
      .at(9000)
      .serves('h1')
      .completed(16_000)
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'held', outageMs: 4500 });
  });

  it('stands when only the OLD task was killed, which is on record as the cause of the outage', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(4500)
      .task('h1', 'starting')
      .container('h1', 'start')
      .at(5000)
      .oomKilled('b1', 'started')
      .at(7000)
      .serves('h1')
      .completed()
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'held',
      drift: false,
      outageMs: 2000,
      cause: { kind: 'oom-kill', victim: 'old', task: 'b1' },
      component: 'swarm',
    });
  });

  it('does not take an old task that swarm stopped with SIGKILL for a victim', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .serves('h1')
      .at(8000)
      .task('b1', 'running', { desired: 'shutdown' })
      .container('b1', 'kill', { signal: '9' })
      .container('b1', 'oom')
      .container('b1', 'die', { exitCode: 137 })
      .task('b1', 'shutdown', { exitCode: 137 })
      .completed()
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'held', cause: null });
  });

  it('does not mind a second head task that swarm itself put away', () => {
    const lines = goodUpdate()
      .at(12_500)
      .task('h2', 'shutdown', { desired: 'shutdown' })
      .end(headStamp).lines;
    expect(judged(lines).outcome).toBe('held');
  });

  it.each([
    ["the head's tasks", 'task'],
    ['the readback', 'readback'],
    ['every spec', 'spec'],
    ['the tree', 'worktree'],
    ['the engine', 'engine'],
    ['the deploys', 'deploy'],
  ])('is never said when %s were not seen', (_, kind) => {
    const lines = goodUpdate()
      .end(headStamp)
      .unseen((line) => line.kind === kind);
    expect(judged(lines)).toMatchObject({ outcome: 'inconclusive', component: 'lab', drift: null });
  });

  it('is never said when the readback shows what no spec showed', () => {
    expect(judged(goodUpdate().end('12345678').lines).outcome).toBe('inconclusive');
  });

  it('is never said when a container died of which no task tells', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .holds()
      .at(14_000)
      .container('h1', 'die', { exitCode: 1 })
      .end(headStamp).lines;
    expect(judged(lines).outcome).toBe('inconclusive');
  });
});

describe('failed later', () => {
  it('is a head task that died after `completed`', () => {
    const lines = goodUpdate()
      .at(14_000)
      .exited('h1', 7)
      .at(15_000)
      .serves('h2')
      .naive('end', true)
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'failed-later',
      failedLater: 'after-completed',
      drift: false,
      masked: true,
      component: 'app',
      outageMs: 1000,
      cause: { kind: 'exit', exitCode: 7, victim: 'new', task: 'h1' },
    });
  });

  it(
    'is a failure that a slow sibling hid: the first replica crashed, the second took long, swarm ' +
      'completed',
    () => {
      const [two, base] = [view('H', { replicas: 2 }), view('B', { replicas: 2 })];
      const lines = journal()
        .begin()
        .at(1000)
        .deploy('base', 'begin')
        .spec(base, null)
        .deploy('base', 'end')
        .at(3000)
        .serves('b1')
        .task('b2', 'starting', { slot: 2 })
        .serves('b2')
        .upgrade(two, base)
        .updating(two, base)
        .at(5000)
        .serves('h1')
        .task('h2', 'starting', { slot: 2 })
        .at(8000)
        .exited('h1', 1)
        .stopped('b1')
        .at(9000)
        .serves('h3')
        .at(25_000)
        .serves('h2')
        .stopped('b2')
        .at(31_000)
        .spec(two, base, { state: 'completed' })
        .end(headStamp).lines;
      expect(judged(lines)).toMatchObject({
        outcome: 'failed-later',
        failedLater: 'tolerated',
        reason: expect.stringContaining('too late') as string,
        cause: { kind: 'exit', exitCode: 1, task: 'h1' },
      });
    },
  );

  it('is an update under `continue` that completed over a dead task', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .exited('h1', 3, 'starting')
      .completed(9000)
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'failed-later',
      failedLater: 'tolerated',
      cause: { kind: 'exit', exitCode: 3 },
    });
  });

  it('is a death in an added slot, which no update watches, unless it came when the update was over', () => {
    const three = view('H', { replicas: 3 });
    const begun = (): Journal =>
      journal()
        .base()
        .upgrade(three)
        .updating(three)
        .at(5000)
        .task('h2', 'starting', { slot: 2 })
        .container('h2', 'start');
    const end = (j: Journal): RunVerdict =>
      judged(
        j.at(6000).serves('h1').stopped('b1').at(12_000).spec(three, B, { state: 'completed' }).end(headStamp)
          .lines,
      );
    const added = end(begun().exited('h2', 9));
    expect(added).toMatchObject({
      outcome: 'failed-later',
      failedLater: 'unmonitored',
      cause: { task: 'h2' },
    });
    const after = judged(
      begun()
        .serves('h2')
        .at(6000)
        .serves('h1')
        .stopped('b1')
        .at(12_000)
        .spec(three, B, { state: 'completed' })
        .at(13_000)
        .exited('h2', 9)
        .end(headStamp).lines,
    );
    expect(after).toMatchObject({ outcome: 'failed-later', failedLater: 'after-completed' });
  });

  it('is a change of replicas alone whose added tasks die; where they live it is a no-op', () => {
    const two = view('B', { replicas: 2, stamp: headStamp, specHash: 'two' });
    const added = (): Journal =>
      journal()
        .base()
        .upgrade(two)
        .at(5000)
        .task('h2', 'starting', { slot: 2, stamp: headStamp })
        .container('h2', 'start');
    expect(judged(added().exited('h2', 9).end(headStamp).lines)).toMatchObject({
      outcome: 'failed-later',
      failedLater: 'unmonitored',
      cause: { kind: 'exit', task: 'h2' },
    });
    expect(judged(added().end(headStamp).lines)).toMatchObject({
      outcome: 'failed-later',
      failedLater: null,
      cause: { kind: 'start-timeout' },
    });
    expect(judged(added().task('h2', 'running').end(headStamp).lines)).toMatchObject({ outcome: 'no-op' });
  });

  it('is a slot that no head task runs in: `completed` right after a restart of the update', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .stopped('b1')
      .completed()
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'failed-later',
      cause: { kind: 'start-timeout', task: 'h1' },
    });
  });
});

function withJudged(judgedServices: readonly string[]): TrialSpec {
  const spec = trialSpec();
  return { ...spec, settings: { ...spec.settings, judged: judgedServices } };
}

describe('a side service', () => {
  const side = `${stack}_db`;
  const [oldDb, newDb] = [
    view('B', { stamp: null, templateHash: 'db-B', taskHash: 'db-B', specHash: 'db-B' }),
    view('H', { stamp: null, templateHash: 'db-H', taskHash: 'db-H', specHash: 'db-H' }),
  ];
  const of = { service: side, serviceId: 'svc2' };

  function beside(): Journal {
    return journal()
      .begin()
      .at(1000)
      .deploy('base', 'begin')
      .spec(B, null)
      .spec(oldDb, null, null, of)
      .deploy('base', 'end')
      .at(3000)
      .serves('b1')
      .task('d1', 'starting', { ...of, taskHash: 'db-B', stamp: null })
      .serves('d1');
  }

  it('that rolled back makes the run a mixed one, and is named beside it where it does not count', () => {
    const lines = beside()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(H, B)
      .spec(newDb, oldDb, null, of)
      .deploy('upgrade', 'end')
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .task('d2', 'starting', { ...of, taskHash: 'db-H', stamp: null })
      .exited('d2', 1, 'starting')
      .at(6000)
      .spec(oldDb, null, { state: 'rollback_completed' }, of)
      .completed()
      .end(headStamp).lines;
    const run = judged(lines);
    expect(run).toMatchObject({
      outcome: 'mixed',
      drift: false,
      component: 'app',
      services: { [app]: 'held', [side]: 'rolled-back' },
      cause: { kind: 'exit', exitCode: 1, task: 'd2' },
    });
    expect(run.reason).toContain(`${side}, which counts too, ended rolled-back`);
    expect(run.sides).toMatchObject([
      { service: side, counted: true, outcome: 'rolled-back', component: 'app', cause: { kind: 'exit' } },
    ]);
    const alone = present(judge(withJudged(['app']), lines).runs[0], 'run');
    expect(alone).toMatchObject({
      outcome: 'held',
      cause: null,
      sides: [{ counted: false, outcome: 'rolled-back' }],
    });
    expect(alone.reason).toContain(`beside it, ${side} ended rolled-back`);
  });

  it('that the head leaves alone is a no-op and not mentioned', () => {
    const lines = beside()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(H, B)
      .spec(oldDb, oldDb, null, of)
      .deploy('upgrade', 'end')
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .end(headStamp).lines;
    const run = judged(lines);
    expect(run).toMatchObject({ outcome: 'held', services: { [side]: 'no-op' } });
    expect(run.reason).not.toContain(side);
  });

  it('that the head creates is judged by its tasks', () => {
    const lines = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(H, B)
      .spec(newDb, null, null, of)
      .deploy('upgrade', 'end')
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .task('d1', 'starting', { ...of, taskHash: 'db-H', stamp: null })
      .completed()
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'mixed', services: { [side]: 'unsettled' } });
  });
});

it('an overwritten update is not held, although swarm completed it', () => {
  expect(
    judged(
      journal().base().upgrade().completed().at(13_000).spec(X, H, { state: 'completed' }).end('ffffffff+U')
        .lines,
    ).outcome,
  ).toBe('overwritten');
});
