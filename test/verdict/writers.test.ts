import { describe, expect, it } from 'vitest';
import { judge } from '../../src/verdict/judge.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import {
  B,
  H,
  X,
  app,
  baseStamp,
  headStamp,
  journal,
  stack,
  trialSpec,
  view,
  type Journal,
} from './constructed-journal.js';
import { judged } from './judged.js';

describe('overwritten', () => {
  it('is a foreign spec over the head', () => {
    const lines = journal().base().upgrade().updating().at(6000).spec(X, H).end(X.stamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'overwritten',
      drift: true,
      component: 'other-run',
      cause: { kind: 'foreign-write', atMs: 6000 },
    });
  });

  it('is told from a rollback that came first: then the previous spec is the base', () => {
    const run = judged(journal().base().upgrade().updating().at(9000).spec(X, B).end(X.stamp).lines);
    expect(run.outcome).toBe('overwritten');
    expect(run.reason).toContain('rolled the head back');
  });

  it("is a foreign label-only change: the head's tasks may stay, its stamp does not", () => {
    const relabelled = view('H', { stamp: X.stamp, specHash: 'spec-H-relabelled' });
    expect(
      judged(
        journal()
          .base()
          .upgrade()
          .at(5000)
          .serves('h1')
          .stopped('b1')
          .completed()
          .spec(relabelled, H)
          .end(X.stamp).lines,
      ),
    ).toMatchObject({ outcome: 'overwritten', drift: true });
  });

  it('names the other run on a shared stack, which itself held', () => {
    const runs = [
      { run: 'r1', stack, domain: 'a.test', startAfterMs: 0 },
      { run: 'r2', stack, domain: 'a.test', startAfterMs: 0 },
    ];
    const lines = journal()
      .base()
      .deploy('base', 'begin', { run: 'r2' })
      .deploy('base', 'end', { run: 'r2' })
      .upgrade()
      .at(4500)
      .tree('upgrade', X.stamp ?? '', X.stamp ?? '', 'r2')
      .deploy('upgrade', 'begin', { run: 'r2' })
      .spec(X, H)
      .deploy('upgrade', 'end', { run: 'r2', stamp: X.stamp })
      .at(5000)
      .serves('x1')
      .stopped('b1')
      .at(12_000)
      .spec(X, H, { state: 'completed' })
      .fact({ kind: 'readback', run: 'r2', service: `${stack}_app`, found: true, stamp: X.stamp })
      .end(X.stamp).lines;
    const [first, second] = judge(trialSpec([], runs), lines).runs;
    expect(first).toMatchObject({ run: 'r1', outcome: 'overwritten', component: 'other-run' });
    expect(first?.cause?.detail).toContain('r2');
    expect(second).toMatchObject({ run: 'r2', outcome: 'held', drift: false });
  });
});

describe('a rollback on a stack that runs share', () => {
  it(
    "is swarm's own while another run had begun to deploy and written nothing: no previous spec is " +
      'left behind',
    () => {
      const runs = [
        { run: 'r1', stack, domain: 'a.test', startAfterMs: 0 },
        { run: 'r2', stack, domain: 'a.test', startAfterMs: 0 },
      ];
      const lines = journal()
        .base()
        .upgrade()
        .updating()
        .at(5000)
        .deploy('base', 'begin', { run: 'r2' })
        .at(6000)
        .task('h1', 'starting')
        .container('h1', 'start')
        .oomKilled('h1')
        .spec(B, null, { state: 'rollback_started' })
        .at(8000)
        .spec(B, null, { state: 'rollback_completed' })
        .end(baseStamp).lines;
      expect(judge(trialSpec([], runs), lines).runs[0]).toMatchObject({
        outcome: 'rolled-back',
        drift: true,
        component: 'swarm',
        cause: { kind: 'oom-kill' },
      });
    },
  );
});

describe('the same spec posted twice', () => {
  const twice = () => journal().base().upgrade().updating().at(4500).spec(H, H);

  const disarmed = {
    outcome: 'overwritten',
    drift: false,
    component: 'other-run',
    cause: { kind: 'foreign-write' },
  };

  it("is another client's write, whatever became of the head: swarm could no longer roll back", () => {
    const well = judged(twice().at(5000).serves('h1').stopped('b1').end(headStamp).lines);
    expect(well).toMatchObject(disarmed);
    expect(well.reason).toContain('unable to roll back; the head runs in every slot');
    const ill = judged(
      twice()
        .at(5000)
        .task('h1', 'starting')
        .container('h1', 'start')
        .exited('h1', 1, 'starting')
        .end(headStamp).lines,
    );
    expect(ill).toMatchObject(disarmed);
    expect(ill.reason).toContain('1 task of the head died');
  });

  it('is known by the status that is gone, which swarm never takes away', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(4500)
      .spec(H, B)
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject(disarmed);
  });

  it("is known by the engine's log, which has a call more than deploys were made", () => {
    const begun = (): Journal =>
      journal()
        .base()
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .call()
        .spec(H, B)
        .deploy('upgrade', 'end')
        .updating();
    const end = (j: Journal): RunVerdict =>
      judged(j.at(5000).serves('h1').stopped('b1').completed().end(headStamp).lines);
    expect(end(begun().at(4500).call(15))).toMatchObject(disarmed);
    expect(end(begun())).toMatchObject({ outcome: 'held', cause: null });
    expect(end(begun().at(4500).call(15).call(15, { about: 'write-refused', version: null }))).toMatchObject({
      outcome: 'held',
    });
    expect(end(begun().at(4500).call(15, { serviceId: 'svc9' }))).toMatchObject({ outcome: 'held' });
  });

  it('does not undo an update that swarm had let pass', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .at(14_000)
      .spec(H, H)
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'held', cause: null });
    expect(judged(lines).reason).toContain('after which another client posted the same spec again');
    expect(judged(lines).reason).not.toContain('this run posted');
  });

  it('after a rollback is the head that somebody put there again', () => {
    const lines = journal()
      .base()
      .upgrade()
      .updating()
      .at(5000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .exited('h1', 1, 'starting')
      .rollsBack('h1')
      .rollsBack(null, 11_000)
      .at(13_000)
      .spec(H, B)
      .at(14_000)
      .serves('h2')
      .stopped('b1')
      .spec(H, B, { state: 'completed' })
      .end(headStamp).lines;
    const run = judged(lines);
    expect(run).toMatchObject({ outcome: 'overwritten', drift: false, cause: { kind: 'foreign-write' } });
    expect(run.reason).toContain(
      'swarm had rolled the head back when another client put the head there again',
    );
  });
});

describe('a deploy of somebody else between base and head', () => {
  const intruded = (): Journal =>
    journal()
      .base()
      .at(3500)
      .spec(X, B)
      .at(3600)
      .serves('x1')
      .stopped('b1')
      .at(3900)
      .spec(X, B, { state: 'completed' });

  it('is what the head was an upgrade from', () => {
    const run = judged(
      intruded()
        .upgrade(H, X)
        .updating(H, X)
        .at(5000)
        .serves('h1')
        .stopped('x1')
        .at(12_000)
        .spec(H, X, { state: 'completed' })
        .end(headStamp).lines,
    );
    expect(run).toMatchObject({ outcome: 'held', drift: false });
    expect(run.reason).toContain('another client had put ffffffff+U over the base before');
  });

  it('is what a rollback goes back to', () => {
    const run = judged(
      intruded()
        .upgrade(H, X)
        .updating(H, X)
        .at(5000)
        .task('h1', 'starting')
        .container('h1', 'start')
        .exited('h1', 3, 'starting')
        .at(6000)
        .spec(X, null, {
          state: 'rollback_started',
          message: 'update rolled back due to failure or early termination of task h1',
        })
        .at(9000)
        .spec(X, null, { state: 'rollback_completed' })
        .end(X.stamp).lines,
    );
    expect(run).toMatchObject({
      outcome: 'rolled-back',
      drift: true,
      cause: { kind: 'exit', exitCode: 3, task: 'h1', victim: 'new' },
    });
    expect(run.reason).toContain('another client had put ffffffff+U over the base before');
  });

  it('is seen too when it comes after the deployer has begun', () => {
    const run = judged(
      journal()
        .base()
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .at(4100)
        .spec(X, B)
        .at(4200)
        .spec(H, X)
        .deploy('upgrade', 'end')
        .updating(H, X)
        .at(5000)
        .serves('h1')
        .stopped('b1')
        .at(12_000)
        .spec(H, X, { state: 'completed' })
        .end(headStamp).lines,
    );
    expect(run).toMatchObject({ outcome: 'held' });
    expect(run.reason).toContain('another client had put ffffffff+U over the base before');
  });
});

describe('a deploy of somebody else while the deployer is at work', () => {
  it("is not taken for this run's own, which came after it", () => {
    const lines = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .at(4100)
      .call()
      .spec(X, B)
      .at(4200)
      .call()
      .spec(H, X)
      .deploy('upgrade', 'end')
      .updating(H, X)
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .at(12_000)
      .spec(H, X, { state: 'completed' })
      .end(headStamp).lines;
    const run = judged(lines);
    expect(run).toMatchObject({ outcome: 'held', drift: false });
    expect(run.reason).toContain('another client had put ffffffff+U over the base before');
  });
});

describe('two deploys at the same time', () => {
  const runs = [
    { run: 'r1', stack, domain: 'a.test', startAfterMs: 0 },
    { run: 'r2', stack, domain: 'a.test', startAfterMs: 0 },
  ];

  it('are told apart by what the service then had, whichever of them ended first', () => {
    const lines = journal()
      .base()
      .at(4000)
      .tree('base', baseStamp, baseStamp, 'r2')
      .deploy('base', 'begin', { run: 'r2' })
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .at(4100)
      .call()
      .at(4110)
      .call()
      .spec(H, B)
      .at(4200)
      .deploy('upgrade', 'end')
      .at(4210)
      .deploy('base', 'end', { run: 'r2', stamp: baseStamp })
      .updating()
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .at(13_000)
      .tree('upgrade', headStamp, headStamp, 'r2')
      .deploy('upgrade', 'begin', { run: 'r2' })
      .at(13_100)
      .call()
      .spec(H, H)
      .at(13_200)
      .deploy('upgrade', 'end', { run: 'r2' })
      .fact({ kind: 'readback', run: 'r2', service: app, found: true, stamp: headStamp })
      .end(headStamp).lines;
    expect(judge(trialSpec([], runs), lines).runs.map(({ outcome, cause }) => [outcome, cause])).toEqual([
      ['held', null],
      ['held', null],
    ]);
  });
});

describe('a write that the engine refused', () => {
  const runs = [
    { run: 'r1', stack, domain: 'a.test', startAfterMs: 0 },
    { run: 'r2', stack, domain: 'a.test', startAfterMs: 0 },
  ];
  const refusal =
    `failed to update service ${app}: Error response from daemon: rpc error: code = Unknown desc = ` +
    'update out of sequence';

  it('is not credited with the same head that another run put there', () => {
    const lines = journal()
      .base()
      .deploy('base', 'begin', { run: 'r2' })
      .deploy('base', 'end', { run: 'r2' })
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .tree('upgrade', headStamp, headStamp, 'r2')
      .deploy('upgrade', 'begin', { run: 'r2' })
      .at(4100)
      .call()
      .spec(H, B)
      .at(4120)
      .call()
      .call(10, { about: 'write-refused', version: null })
      .at(4200)
      .deploy('upgrade', 'end')
      .at(4300)
      .deploy('upgrade', 'end', { run: 'r2', exitCode: 1, stamp: null, failure: refusal })
      .updating()
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .fact({ kind: 'readback', run: 'r2', service: app, found: true, stamp: headStamp })
      .end(headStamp).lines;
    const [first, second] = judge(trialSpec([], runs), lines).runs;
    expect(first).toMatchObject({ run: 'r1', outcome: 'held' });
    expect(second).toMatchObject({
      run: 'r2',
      outcome: 'never-applied',
      component: 'deployer',
      cause: { kind: 'deployer-error' },
    });
  });
});

describe('removed', () => {
  it('is a service that is gone', () => {
    expect(
      judged(journal().base().upgrade().at(6000).spec(H, B, null, { exists: false }).end(null).lines),
    ).toMatchObject({ outcome: 'removed', drift: null, cause: { kind: 'foreign-write' } });
  });

  it('is a service that was made anew', () => {
    expect(
      judged(
        journal().base().upgrade().at(6000).spec(H, null, null, { serviceId: 'svc9' }).end(headStamp).lines,
      ).outcome,
    ).toBe('removed');
  });

  it('is not the lab taking the stack down', () => {
    const done = journal().base().upgrade().at(5000).serves('h1').stopped('b1').completed().end(headStamp);
    const end = done.lines.pop();
    done.spec(H, B, null, { exists: false }).fact({ kind: 'trial-end', end: 'completed' });
    expect(end?.kind).toBe('trial-end');
    expect(judged(done.lines).outcome).toBe('held');
  });
});

describe('never applied', () => {
  const wrongTree = () =>
    journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp, baseStamp)
      .deploy('upgrade', 'begin')
      .spec(B, B)
      .deploy('upgrade', 'end', { stamp: baseStamp });

  it('is a wrong tree, which a naive check blames with reason', () => {
    expect(judged(wrongTree().naive('end', false).end(baseStamp).lines)).toMatchObject({
      outcome: 'never-applied',
      drift: true,
      masked: false,
      component: 'tree',
      cause: { kind: 'wrong-tree' },
    });
  });

  it('is a right tree of which the deployer took another stamp', () => {
    const lines = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(X, B)
      .deploy('upgrade', 'end', { stamp: X.stamp })
      .naive('end', false)
      .end(X.stamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'never-applied',
      drift: true,
      masked: true,
      component: 'deployer',
      cause: { kind: 'wrong-stamp' },
    });
  });

  it('is another stamp in the spec than the deployer says', () => {
    const lines = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(X, B)
      .deploy('upgrade', 'end')
      .end(X.stamp).lines;
    expect(judged(lines)).toMatchObject({ outcome: 'never-applied', cause: { kind: 'wrong-stamp' } });
  });

  it('is a deployer that failed before it put anything', () => {
    const refused = (failure: string): RunVerdict =>
      judged(
        journal()
          .base()
          .at(4000)
          .tree('upgrade', headStamp)
          .deploy('upgrade', 'begin')
          .deploy('upgrade', 'end', { exitCode: 1, stamp: null, failure })
          .end(baseStamp).lines,
      );
    expect(refused('only updates to Labels are allowed')).toMatchObject({
      outcome: 'never-applied',
      cause: { kind: 'deployer-error', exitCode: null },
      drift: false,
    });
    expect(refused('update out of sequence')).toMatchObject({
      outcome: 'never-applied',
      cause: { kind: 'deployer-error' },
      drift: true,
    });
  });

  it('is not a deployer that failed after the head was put', () => {
    const lines = journal()
      .base()
      .at(4000)
      .tree('upgrade', headStamp)
      .deploy('upgrade', 'begin')
      .spec(H, B)
      .deploy('upgrade', 'end', { exitCode: 1 })
      .at(5000)
      .serves('h1')
      .stopped('b1')
      .completed()
      .end(headStamp).lines;
    expect(judged(lines)).toMatchObject({
      outcome: 'mixed',
      drift: false,
      component: 'deployer',
      cause: { kind: 'deployer-error', exitCode: 1 },
    });
  });

  it('is a deployer that says it worked and put nothing, when the readback shows it', () => {
    const nothing = () =>
      journal()
        .base()
        .at(4000)
        .tree('upgrade', headStamp)
        .deploy('upgrade', 'begin')
        .deploy('upgrade', 'end');
    expect(judged(nothing().end(baseStamp).lines)).toMatchObject({
      outcome: 'never-applied',
      component: null,
      cause: { kind: 'unknown' },
    });
    expect(judged(nothing().end('none').lines).outcome).toBe('inconclusive');
  });
});
