// What a cause rests on: every line that it cites, and none beside them.
import { describe, expect, it } from 'vitest';
import { present } from '../../src/base/assert.js';
import type { Evidence } from '../../src/evidence/evidence.js';
import { tasksOf } from '../../src/evidence/timeline.js';
import { causeOfTask } from '../../src/verdict/causes/task-end.js';
import type { Cause } from '../../src/verdict/verdict.js';
import { B, H, app, journal, type Journal } from './constructed-journal.js';

const begun = (): Journal =>
  journal()
    .begin()
    .spec(B, null)
    .task('b1', 'running')
    .spec(H, B)
    .at(5000)
    .task('h1', 'starting')
    .container('h1', 'start')
    .at(6000);
const causeOf = (j: Journal, task = 'h1'): Cause =>
  causeOfTask(
    j.lines,
    present(
      tasksOf(j.lines, app).find(({ taskId }) => taskId === task),
      task,
    ),
    task.startsWith('h') ? 'new' : 'old',
  );
const cited = (j: Journal, task = 'h1'): readonly string[] =>
  causeOf(j, task).evidence.map((seq) => wordOf(present(j.lines[seq - 1], 'line')));

function wordOf(line: Evidence): string {
  if (line.kind === 'container') return `${line.action} ${line.taskId}`;
  return line.kind === 'task' ? `${line.state} ${line.taskId}` : line.kind;
}

const failed = (exitCode: number) =>
  ({
    desired: 'shutdown',
    message: 'started',
    err: `task: non-zero exit (${String(exitCode)})`,
    exitCode,
  }) as const;

describe('a cause cites', () => {
  it("the kernel's line, the engine's and the container's end for a kill for memory", () => {
    expect(cited(begun().oomKilled('h1'))).toEqual(['kernel-oom', 'oom h1', 'die h1', 'failed h1']);
    expect(causeOf(begun().oomKilled('h1'))).toMatchObject({
      kind: 'oom-kill',
      container: 'c-h1',
      task: 'h1',
      victim: 'new',
      exitCode: 137,
      atMs: 6000,
      because: null,
    });
  });

  it("the engine's own flags where the kernel's log said nothing", () => {
    const flagged = begun()
      .container('h1', 'oom')
      .container('h1', 'die', { exitCode: 137 })
      .task('h1', 'failed', failed(137))
      .fact({
        kind: 'container-inspect',
        containerId: 'c-h1',
        service: app,
        taskId: 'h1',
        running: false,
        oomKilled: true,
        exitCode: 137,
        startedAt: '',
        finishedAt: '',
        health: null,
        probes: [],
      });
    expect(causeOf(flagged).kind).toBe('oom-kill');
    expect(cited(flagged)).toEqual(['oom h1', 'die h1', 'failed h1', 'container-inspect']);
  });

  it("the container's end for an exit, and what the kernel did to its child before", () => {
    expect(cited(begun().exited('h1', 3))).toEqual(['die h1', 'failed h1']);
    const child = begun().kernelOom('h1').container('h1', 'oom').exited('h1', 7);
    expect(causeOf(child)).toMatchObject({ kind: 'exit', because: 'child-oom-kill', exitCode: 7 });
    expect(cited(child)).toEqual(['kernel-oom', 'oom h1', 'die h1', 'failed h1']);
  });

  it("the app's words that something is taken", () => {
    const locked = begun()
      .exited('h1', 1)
      .fact({
        kind: 'task-log',
        taskId: 'h1',
        lines: ['starting', 'data folder is in use', 'bye'],
        failure: null,
      });
    expect(causeOf(locked)).toMatchObject({
      kind: 'exit',
      because: 'held-by-old-task',
      detail: expect.stringContaining('"data folder is in use"') as string,
    });
    expect(cited(locked)).toEqual(['die h1', 'failed h1', 'task-log']);
  });

  it("the failed probe, the engine's kill and the end for an unhealthy task", () => {
    const sick = begun()
      .container('h1', 'health', { health: 'unhealthy' })
      .container('h1', 'kill', { signal: '15' })
      .container('h1', 'die', { exitCode: 0 })
      .task('h1', 'complete', { desired: 'shutdown', exitCode: 0 });
    expect(causeOf(sick).kind).toBe('unhealthy');
    expect(cited(sick)).toEqual(['health h1', 'kill h1', 'die h1', 'complete h1']);
  });

  it("the client's call, the kill and the end for a foreign kill", () => {
    const call = {
      kind: 'daemon-log',
      about: 'container-kill',
      serviceId: null,
      taskId: null,
      containerId: 'c-h1',
      version: null,
      line: 'POST kill',
    } as const;
    const killed = begun()
      .fact(call)
      .container('h1', 'kill', { signal: '9' })
      .container('h1', 'die', { exitCode: 137 })
      .task('h1', 'failed', failed(137));
    expect(causeOf(killed)).toMatchObject({
      kind: 'foreign-write',
      detail: 'it was killed through the engine (signal 9) and ended with 137: another client asked for it',
    });
    expect(cited(killed)).toEqual(['daemon-log', 'kill h1', 'die h1', 'failed h1']);
  });

  it('no more than the end where nothing tells why', () => {
    const unknown = begun().container('h1', 'die', { exitCode: 137 }).task('h1', 'failed', failed(137));
    expect(causeOf(unknown)).toMatchObject({ kind: 'unknown' });
    expect(cited(unknown)).toEqual(['die h1', 'failed h1']);
  });

  it('what was last seen of a task that still waits, and of one that ended the end and not what came after', () => {
    expect(cited(begun().task('h1', 'preparing'))).toEqual(['preparing h1']);
    expect(cited(begun().exited('h1', 3).task('h1', 'failed', { exists: false }))).toEqual([
      'die h1',
      'failed h1',
    ]);
  });
});

describe('a task that waits', () => {
  const waiting = (state: string, err: string): Cause => causeOf(begun().task('h1', state, { err }));

  it('for its image while the engine pulls again and again is not the same as one that is only slow', () => {
    expect(waiting('preparing', 'failed to resolve reference "x": pull access denied')).toMatchObject({
      kind: 'image-pull',
    });
    expect(waiting('preparing', '')).toMatchObject({
      kind: 'start-timeout',
      detail: 'it was still preparing when observation ended',
    });
    expect(waiting('preparing', 'slow volume')).toMatchObject({
      kind: 'start-timeout',
      detail: 'it was still preparing when observation ended: slow volume',
    });
    expect(waiting('pending', 'manifest unknown')).toMatchObject({ kind: 'start-timeout' });
  });

  it('for a node says so, and whether the old task has what it needs', () => {
    expect(waiting('pending', '')).toMatchObject({
      kind: 'start-timeout',
      because: null,
      detail: 'it still waited for a node when observation ended',
    });
    expect(waiting('pending', 'no suitable node (host-mode port already in use on 1 node)')).toMatchObject({
      kind: 'start-timeout',
      because: 'held-by-old-task',
    });
    expect(
      waiting('pending', 'no suitable node (scheduling constraints not satisfied on 1 node)'),
    ).toMatchObject({ kind: 'start-timeout', because: null });
  });

  it('has what it needs from nobody where the old task is gone, or in another slot', () => {
    const err = 'no suitable node (insufficient resources on 1 node)';
    expect(
      causeOf(
        journal()
          .begin()
          .spec(B, null)
          .task('b1', 'running')
          .spec(H, B)
          .stopped('b1')
          .task('h1', 'pending', { err }),
      ),
    ).toMatchObject({ because: null });
    expect(
      causeOf(
        journal()
          .begin()
          .spec(B, null)
          .task('b1', 'running', { slot: 2 })
          .spec(H, B)
          .task('h1', 'pending', { err }),
      ),
    ).toMatchObject({ because: null });
    const [stopFirst] = [{ ...H, updateConfig: { ...H.updateConfig, order: 'stop-first' } } as const];
    expect(
      causeOf(
        journal()
          .begin()
          .spec(B, null)
          .task('b1', 'running')
          .spec(stopFirst, B)
          .task('h1', 'pending', { err }),
      ),
    ).toMatchObject({ because: null });
  });
});
