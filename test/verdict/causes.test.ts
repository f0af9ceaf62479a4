import { describe, expect, it } from 'vitest';
import type { Cause, RunVerdict } from '../../src/verdict/verdict.js';
import { app, baseStamp, journal, type Journal } from './constructed-journal.js';
import { judged } from './judged.js';

/** The cause of a rollback whose new task went through `story`. */
function causeOf(story: (journal: Journal) => Journal): Cause | null {
  const starting = journal()
    .base()
    .upgrade()
    .updating()
    .at(5000)
    .task('h1', 'starting', { message: 'starting' })
    .container('h1', 'start')
    .at(6000);
  return judged(story(starting).rollsBack('h1', 6050).rollsBack(null, 11_000).end(baseStamp).lines).cause;
}

const died137 = { desired: 'shutdown', message: 'started', err: 'task: non-zero exit (137)', exitCode: 137 };

describe('oom-kill', () => {
  it('is a death by 137 that nobody asked for and that the kernel names', () => {
    expect(causeOf((j) => j.oomKilled('h1'))).toMatchObject({
      kind: 'oom-kill',
      exitCode: 137,
      detail: expect.stringContaining('261 MiB') as string,
    });
  });

  it("is the app's affair where its own limit ran out, and swarm's where memory that others share did", () => {
    const kill = (memcg: string) =>
      ({
        kind: 'kernel-oom',
        containerId: 'c-h1',
        process: 'node',
        pid: 77,
        rssBytes: null,
        line: `oom-kill:constraint=CONSTRAINT_MEMCG,oom_memcg=${memcg},task_memcg=/lab/c-h1,task=node`,
      }) as const;
    const run = (memcg: string): RunVerdict =>
      judged(
        journal()
          .base()
          .upgrade()
          .updating()
          .at(5000)
          .task('h1', 'starting')
          .container('h1', 'start')
          .fact(kill(memcg))
          .container('h1', 'die', { exitCode: 137 })
          .task('h1', 'failed', died137)
          .rollsBack('h1', 6050)
          .rollsBack(null, 11_000)
          .end(baseStamp).lines,
      );
    expect(run('/lab/c-h1')).toMatchObject({
      component: 'app',
      cause: { kind: 'oom-kill', because: 'own-limit' },
    });
    expect(run('/lab')).toMatchObject({ component: 'swarm', cause: { kind: 'oom-kill', because: null } });
  });

  it('is not said of a container with an oom flag that exited by itself', () => {
    expect(causeOf((j) => j.kernelOom('b1').container('h1', 'oom').exited('h1', 5))).toMatchObject({
      kind: 'exit',
      exitCode: 5,
    });
  });

  it('is not said of an innocent with an oom event while the kernel names another: 137 stays unexplained', () => {
    expect(
      causeOf((j) =>
        j
          .kernelOom('b1')
          .container('h1', 'oom')
          .container('h1', 'die', { exitCode: 137 })
          .task('h1', 'failed', died137),
      ),
    ).toMatchObject({ kind: 'unknown', exitCode: 137 });
  });

  it('is not said when somebody killed the container through the engine, even if the kernel came after', () => {
    const killed = (j: Journal): Journal => j.container('h1', 'kill', { signal: '9' });
    expect(
      causeOf((j) => killed(j).container('h1', 'die', { exitCode: 137 }).task('h1', 'failed', died137))?.kind,
    ).not.toBe('oom-kill');
    expect(causeOf((j) => killed(j).oomKilled('h1'))?.kind).not.toBe('oom-kill');
  });

  it(
    'is said when swarm asked the container to stop only after the kernel had killed it, and not when ' +
      'it did before',
    () => {
      const sigterm = {
        kind: 'container',
        action: 'kill',
        containerId: 'c-h1',
        service: app,
        taskId: 'h1',
        health: null,
        exitCode: null,
        signal: '15',
      } as const;
      const kernel = {
        kind: 'kernel-oom',
        containerId: 'c-h1',
        process: 'node',
        pid: 77,
        rssBytes: null,
        line: '',
      } as const;
      const end = (j: Journal): Journal =>
        j.container('h1', 'die', { exitCode: 137 }).task('h1', 'failed', died137);
      expect(causeOf((j) => end(j.engineFact(kernel).at(6020).engineFact(sigterm)))).toMatchObject({
        kind: 'oom-kill',
        victim: 'new',
      });
      expect(causeOf((j) => end(j.engineFact(sigterm).at(6020).engineFact(kernel)))?.kind).not.toBe(
        'oom-kill',
      );
    },
  );

  it("is taken from the engine's flag only where the kernel's log was silent altogether", () => {
    expect(
      causeOf((j) =>
        j.container('h1', 'oom').container('h1', 'die', { exitCode: 137 }).task('h1', 'failed', died137),
      ),
    ).toMatchObject({ kind: 'oom-kill' });
  });

  it("is taken from the engine's flag when the kernel's log has a gap, so that its silence means nothing", () => {
    expect(
      causeOf((j) =>
        j
          .kernelOom('b1')
          .fact({ kind: 'gap', source: 'kernel', mark: 'begin', unseenMs: 0, reason: 'EPIPE' })
          .container('h1', 'oom')
          .container('h1', 'die', { exitCode: 137 })
          .task('h1', 'failed', died137),
      ),
    ).toMatchObject({ kind: 'oom-kill' });
  });

  it('is not guessed from 137 alone', () => {
    expect(
      causeOf((j) => j.container('h1', 'die', { exitCode: 137 }).task('h1', 'failed', died137)),
    ).toMatchObject({ kind: 'unknown', exitCode: 137 });
    expect(causeOf((j) => j.task('h1', 'failed', died137))).toMatchObject({ kind: 'unknown', exitCode: 137 });
  });

  it('tells which of two killed tasks made swarm act', () => {
    expect(
      causeOf((j) =>
        j
          .oomKilled('b1')
          .oomKilled('h1')
          .task('b2', 'starting', { taskHash: 'task-B', stamp: baseStamp })
          .serves('b2'),
      ),
    ).toMatchObject({ kind: 'oom-kill', task: 'h1', victim: 'new' });
  });
});

describe('an exit after the kernel killed a child', () => {
  const childDied = (j: Journal): Journal => j.kernelOom('h1').container('h1', 'oom').exited('h1', 7);

  it('is an exit because of it, and the first process was not killed by the kernel', () => {
    const cause = causeOf(childDied);
    expect(cause).toMatchObject({ kind: 'exit', exitCode: 7, because: 'child-oom-kill' });
    expect(cause?.detail).toContain('after the kernel had killed its child node at 261 MiB');
  });

  it('is a plain exit where the kernel killed in another container', () => {
    expect(causeOf((j) => j.kernelOom('b1').container('h1', 'oom').exited('h1', 7))).toMatchObject({
      kind: 'exit',
      because: null,
    });
  });
});

describe('a kill through the engine', () => {
  const killed = (j: Journal): Journal =>
    j
      .container('h1', 'kill', { signal: '9' })
      .container('h1', 'die', { exitCode: 137 })
      .task('h1', 'failed', died137);
  const call = {
    kind: 'daemon-log',
    about: 'container-kill',
    serviceId: null,
    taskId: null,
    containerId: 'c-h1',
    version: null,
    line: 'POST /containers/c-h1/kill',
  } as const;

  it("is another client's where the engine's log has its call", () => {
    const run = judged(
      killed(journal().base().upgrade().updating().at(5000).serves('h1').at(6000).fact(call))
        .rollsBack('h1', 6050)
        .rollsBack(null, 11_000)
        .end(baseStamp).lines,
    );
    expect(run).toMatchObject({
      outcome: 'rolled-back',
      component: 'other-run',
      cause: { kind: 'foreign-write', exitCode: 137, task: 'h1' },
    });
  });

  it("is nobody's where the log was watched and has no such call, nor one about that container", () => {
    expect(causeOf(killed)).toMatchObject({ kind: 'unknown' });
    expect(causeOf((j) => killed(j.fact({ ...call, containerId: 'c-b1' })))).toMatchObject({
      kind: 'unknown',
    });
  });

  it("is another client's where no such log is watched: swarm's own stops leave another state", () => {
    const lines = killed(journal().base().upgrade().updating().at(5000).serves('h1'))
      .rollsBack('h1', 6050)
      .rollsBack(null, 11_000)
      .end(baseStamp)
      .unseen((line) => line.kind === 'source' && line.source === 'daemon-log');
    expect(judged(lines)).toMatchObject({ component: 'other-run', cause: { kind: 'foreign-write' } });
  });

  it('is not asked about where the healthcheck had failed', () => {
    expect(causeOf((j) => killed(j.container('h1', 'health', { health: 'unhealthy' })))).toMatchObject({
      kind: 'unhealthy',
    });
  });
});

describe('what start-first needs twice', () => {
  const said = (line: string) =>
    ({ kind: 'task-log', taskId: 'h1', lines: ['release 2 begins', line], failure: null }) as const;

  it.each([
    'data folder is in use by another process',
    'could not obtain lock on /data',
    'listen EADDRINUSE: address already in use',
  ])("is swarm's affair: %s", (line) => {
    const run = judged(
      journal()
        .base()
        .upgrade()
        .updating()
        .at(5000)
        .task('h1', 'starting')
        .container('h1', 'start')
        .exited('h1', 100, 'starting')
        .rollsBack('h1', 6050)
        .rollsBack(null, 11_000)
        .fact(said(line))
        .end(baseStamp).lines,
    );
    expect(run).toMatchObject({
      component: 'swarm',
      cause: { kind: 'exit', exitCode: 100, because: 'held-by-old-task' },
    });
    expect(run.cause?.detail).toContain(line);
  });

  it("is the app's where the words are others, or the old task was gone", () => {
    const dies = (j: Journal): Journal =>
      j
        .task('h1', 'starting')
        .container('h1', 'start')
        .exited('h1', 100, 'starting')
        .rollsBack('h1', 6050)
        .rollsBack(null, 11_000);
    const begun = (): Journal => journal().base().upgrade().updating().at(5000);
    expect(judged(dies(begun()).fact(said('cannot read settings')).end(baseStamp).lines)).toMatchObject({
      component: 'app',
      cause: { because: null },
    });
    expect(
      judged(
        dies(begun().stopped('b1')).fact(said('data folder is in use')).serves('b2').end(baseStamp).lines,
      ),
    ).toMatchObject({ component: 'app', cause: { because: null } });
  });
});

describe('unhealthy', () => {
  it('is an exit 0 after the healthcheck failed: complete, without error', () => {
    expect(
      causeOf((j) =>
        j
          .container('h1', 'health', { health: 'unhealthy' })
          .container('h1', 'kill', { signal: '15' })
          .exited('h1', 0),
      ),
    ).toMatchObject({ kind: 'unhealthy', exitCode: 0 });
  });

  it('is not said of a clean exit, nor when the event came after the end', () => {
    expect(causeOf((j) => j.exited('h1', 0))).toMatchObject({ kind: 'exit', exitCode: 0 });
    expect(
      causeOf((j) => j.exited('h1', 0).container('h1', 'health', { health: 'unhealthy' })),
    ).toMatchObject({ kind: 'exit', exitCode: 0 });
  });

  it("is said by the task's own error, also when no event was seen", () => {
    const err = 'task: non-zero exit (143): dockerexec: unhealthy container';
    expect(causeOf((j) => j.task('h1', 'failed', { desired: 'shutdown', err, exitCode: 143 }))).toMatchObject(
      { kind: 'unhealthy', exitCode: 143 },
    );
  });

  it('is not said of a task that had become healthy again', () => {
    expect(
      causeOf((j) =>
        j
          .container('h1', 'health', { health: 'unhealthy' })
          .container('h1', 'health', { health: 'healthy' })
          .exited('h1', 7),
      ),
    ).toMatchObject({ kind: 'exit' });
  });
});

describe('rejected', () => {
  it('is a missing image', () => {
    expect(
      causeOf((j) =>
        j.task('h1', 'rejected', {
          desired: 'shutdown',
          message: 'preparing',
          err: 'No such image: heavyweb:2',
        }),
      ),
    ).toMatchObject({ kind: 'rejected', exitCode: null });
  });

  it('is a port that is taken: failed, exit 128, and no container ever died', () => {
    const err = 'driver failed programming external connectivity: port is already allocated';
    expect(
      causeOf((j) =>
        j.task('h1', 'failed', { desired: 'shutdown', message: 'starting', err, exitCode: 128 }),
      ),
    ).toMatchObject({ kind: 'rejected', exitCode: 128, because: 'held-outside-swarm' });
  });
});

it('a crash is an exit with its code', () => {
  expect(causeOf((j) => j.exited('h1', 1, 'starting'))).toMatchObject({ kind: 'exit', exitCode: 1 });
});

it('a task of which only the beginning is on record has no known cause', () => {
  expect(causeOf((j) => j.task('h1', 'running'))).toMatchObject({ kind: 'unknown', task: 'h1' });
});
