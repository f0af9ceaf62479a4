import { describe, expect, it } from 'vitest';
import { B, H, X, app, baseStamp, headStamp, journal, type Journal } from './constructed-journal.js';
import { judged } from './judged.js';

/** Up to the moment at which the head's task has died of memory. */
function headDied(): Journal {
  return journal()
    .base()
    .upgrade()
    .updating()
    .task('h1', 'starting')
    .container('h1', 'start')
    .at(6000)
    .oomKilled('h1');
}

function statusPage(): Journal {
  return headDied()
    .rollsBack('h1')
    .at(11_000)
    .rollsBack(null, 11_000)
    .naive('healthy', true)
    .naive('end', false)
    .end(baseStamp);
}

describe('rolled back', () => {
  it("tells the status page's story: applied, killed for memory, put back, blamed on the checkout", () => {
    const run = judged(statusPage().lines);
    expect(run).toMatchObject({
      outcome: 'rolled-back',
      drift: true,
      masked: true,
      component: 'swarm',
      outageMs: 0,
      services: { [app]: 'rolled-back' },
      stamps: { intended: headStamp, deployed: headStamp, readback: baseStamp },
      cause: { kind: 'oom-kill', task: 'h1', container: 'c-h1', exitCode: 137, victim: 'new', atMs: 6000 },
    });
    expect(run.cause?.evidence.length).toBeGreaterThanOrEqual(4);
  });

  it('is seen when no look caught `rollback_started`, and the first head task that died before is the cause', () => {
    const run = judged(
      headDied()
        .rollsBack(null, 6100)
        .at(6200)
        .task('h2', 'rejected', {
          desired: 'shutdown',
          taskHash: H.taskHash,
          stamp: headStamp,
          err: 'network gone',
        })
        .end(baseStamp).lines,
    );
    expect(run).toMatchObject({ outcome: 'rolled-back', cause: { kind: 'oom-kill', task: 'h1' } });
  });

  it('does not blame the replacement that never ran, also when it is the only head task on record', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .rollsBack(null, 6100)
      .at(6200)
      .task('h2', 'rejected', {
        desired: 'shutdown',
        taskHash: H.taskHash,
        stamp: headStamp,
        err: 'network gone',
      })
      .end(baseStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'rolled-back', cause: { kind: 'unknown', task: null } });
  });

  it('is seen when the head itself was never caught in the spec', () => {
    const lines = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .at(4300)
      .spec(B, null, { state: 'rollback_completed', message: 'rollback completed' })
      .deploy('upgrade', 'end')
      .end(baseStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'rolled-back', drift: true });
  });

  it('stays rolled back when swarm writes `completed` over `rollback_completed` and the old version runs', () => {
    const lines = headDied()
      .rollsBack('h1')
      .rollsBack(null, 6100)
      .at(10_000)
      .spec(B, null, { state: 'completed', message: 'update completed' })
      .end(baseStamp).lines;
    expect(judged(lines).outcome).toBe('rolled-back');
  });

  it('knows that `completed` with the old spec is not held, even when nothing else was seen on the way', () => {
    const lines = journal()
      .base()
      .upgrade()
      .at(10_000)
      .spec(B, null, { state: 'completed', message: 'update completed' })
      .end(baseStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'rolled-back', drift: true, cause: { kind: 'unknown' } });
  });

  it('cannot tell when no task is on record', () => {
    const lines = headDied()
      .rollsBack('h1')
      .rollsBack(null, 6100)
      .end(baseStamp)
      .unseen((line) => line.kind === 'task' && line.taskId !== 'h1');
    expect(judged(lines).outcome).toBe('inconclusive');
  });

  it('is still under way at the deadline: unsettled, with the drift that it is', () => {
    const lines = headDied().rollsBack('h1').end(baseStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'unsettled', drift: true, cause: { kind: 'oom-kill' } });
  });
});

describe('rollback failed', () => {
  it('is swarm pausing its rollback', () => {
    const lines = headDied()
      .at(6000)
      .oomKilled('b1', 'started')
      .rollsBack('h1')
      .task('b2', 'failed', { desired: 'shutdown', exitCode: 1 })
      .at(8000)
      .spec(B, null, {
        state: 'rollback_paused',
        message: 'update paused due to failure or early termination of task b2',
      })
      .end(baseStamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'rollback-failed',
      drift: true,
      cause: { kind: 'oom-kill', task: 'h1' },
    });
  });

  it('is told by the event when `rollback_paused` stood for 2 ms and `completed` went over it', () => {
    const event = {
      kind: 'service-event',
      service: app,
      serviceId: 'svc1',
      action: 'update',
      stateOld: 'rollback_started',
      stateNew: 'rollback_paused',
    } as const;
    const lines = headDied()
      .rollsBack('h1')
      .at(8000)
      .fact(event)
      .spec(B, null, { state: 'completed', message: 'update completed' })
      .end(baseStamp).lines;
    expect(judged(lines).outcome).toBe('rollback-failed');
  });

  it('is `completed` over the old spec while the old version does not run', () => {
    const lines = headDied()
      .at(6000)
      .oomKilled('b1', 'started')
      .rollsBack('h1')
      .at(8000)
      .spec(B, null, { state: 'completed', message: 'update completed' })
      .end(baseStamp).lines;
    expect(judged(lines).outcome).toBe('rollback-failed');
  });

  it('is `rollback_completed` while the old version loops', () => {
    const lines = headDied()
      .at(6000)
      .oomKilled('b1', 'started')
      .rollsBack('h1')
      .rollsBack(null, 9000)
      .task('b2', 'starting')
      .end(baseStamp).lines;
    expect(judged(lines).outcome).toBe('rollback-failed');
  });
});

describe('a readback that contradicts', () => {
  it('makes a rollback inconclusive: a write was missed', () => {
    expect(judged(headDied().rollsBack('h1').rollsBack(null, 6100).end(headStamp).lines)).toMatchObject({
      outcome: 'inconclusive',
      drift: null,
    });
  });

  it('is none when the spec changed between the readback and the last look', () => {
    const readback = { kind: 'readback', run: 'r1', service: app, found: true, stamp: headStamp } as const;
    expect(
      judged(headDied().fact(readback).rollsBack('h1').rollsBack(null, 6100).end('none').lines).outcome,
    ).toBe('rolled-back');
  });
});

describe('a near miss of a rollback', () => {
  it('is a manual rollback: swarm leaves no previous spec, a client does', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .spec(B, H, { state: 'rollback_started', message: 'manually requested rollback' })
      .end(baseStamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'overwritten',
      component: 'other-run',
      cause: { kind: 'foreign-write' },
    });
  });

  it('is the base deployed again', () => {
    expect(
      judged(journal().base().upgrade().updating().at(5000).spec(B, H).end(baseStamp).lines),
    ).toMatchObject({ outcome: 'overwritten', drift: true });
  });

  it('is a foreign spec that swarm rolled back to the head', () => {
    const lines = journal()
      .base()
      .upgrade()
      .completed()
      .at(13_000)
      .spec(X, H)
      .at(14_000)
      .spec(H, null, { state: 'rollback_completed' })
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'overwritten', drift: false });
  });

  it('is the head that came back by a rollback, though what had been put over it was never seen', () => {
    const lines = journal()
      .base()
      .upgrade()
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .at(14_000)
      .spec(H, null, { state: 'completed' })
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'overwritten', drift: false });
  });
});
