// How long nothing served: only what the record shows counts, and what it does not show is not known.
import { describe, expect, it } from 'vitest';
import { B, H, headStamp, journal, view, type Journal } from './constructed-journal.js';
import { judged } from './judged.js';

const outageOf = (j: Journal): number | null => judged(j.lines).outageMs;
const checked = (): Journal => journal().base().upgrade().updating();

describe('an outage', () => {
  it('is the time between the end of the last container that served and the next that does', () => {
    expect(outageOf(checked().at(5000).stopped('b1').at(7500).serves('h1').completed().end(headStamp))).toBe(
      2500,
    );
    expect(outageOf(checked().holds().end(headStamp))).toBe(0);
  });

  it(
    'has a length for a server that swarm starts anew only on failure, and none for a task that is ' +
      'done by itself',
    () => {
      const [old, next] = [view('B', { restart: 'on-failure' }), view('H', { restart: 'on-failure' })];
      const begun = (): Journal => journal().base(old).upgrade(next, old).updating(next, old).at(5000);
      const completed = (j: Journal): Journal =>
        j.at(12_000).spec(next, old, { state: 'completed', message: 'update completed' }).end(headStamp);
      expect(outageOf(completed(begun().stopped('b1').at(7500).serves('h1')))).toBe(2500);
      const gone = begun()
        .container('b1', 'die', { exitCode: 0 })
        .task('b1', 'complete', { exitCode: 0 })
        .at(7500)
        .serves('h1');
      expect(outageOf(completed(gone))).toBe(2500);
      const [b, h] = [
        { ...old, healthcheck: false },
        { ...next, healthcheck: false },
      ];
      const done = journal().base(b).exited('b1', 0).upgrade(h, b).updating(h, b).at(7500).runs('h1');
      expect(outageOf(completed(done))).toBeNull();
    },
  );

  it('lasts from the moment a container turns unhealthy until it is healthy again', () => {
    const sick = checked()
      .at(5000)
      .serves('h1')
      .at(6000)
      .stopped('b1')
      .completed(12_000)
      .at(14_000)
      .container('h1', 'health', { health: 'unhealthy' });
    expect(outageOf(sick.at(15_000).container('h1', 'health', { health: 'healthy' }).end(headStamp))).toBe(
      1000,
    );
  });

  it(
    'is not known where a task with a healthcheck lives on and was never seen healthy: it may never ' +
      'have served',
    () => {
      const unseen = checked()
        .at(5000)
        .task('h1', 'starting')
        .container('h1', 'start')
        .task('h1', 'running', { message: 'started' })
        .at(8000)
        .stopped('b1')
        .completed()
        .end(headStamp);
      expect(outageOf(unseen)).toBeNull();
    },
  );

  it('is not known where nothing tells whether the task has a healthcheck', () => {
    const [old, other] = [view('B', { taskHash: 'task-B2' }), view('H', { taskHash: 'task-H2' })];
    const stranger = journal()
      .base(old)
      .upgrade(other, old)
      .updating(other, old)
      .at(5000)
      .task('x1', 'starting', { taskHash: 'task-nobody-knows' })
      .container('x1', 'start')
      .container('x1', 'health', { health: 'healthy' })
      .task('x1', 'running')
      .at(8000)
      .stopped('x1')
      .stopped('b1')
      .end(headStamp);
    expect(outageOf(stranger)).toBeNull();
  });

  it('counts a container without a healthcheck from its start on', () => {
    const [old, next] = [view('B', { healthcheck: false }), view('H', { healthcheck: false })];
    const lines = journal()
      .base(old)
      .upgrade(next, old)
      .updating(next, old)
      .at(5000)
      .stopped('b1')
      .at(7000)
      .task('h1', 'starting')
      .container('h1', 'start')
      .task('h1', 'running', { message: 'started' })
      .at(12_000)
      .spec(next, old, { state: 'completed', message: 'update completed' })
      .end(headStamp);
    expect(outageOf(lines)).toBe(2000);
  });

  it('is not known where a task ended whose container was not seen to', () => {
    const lines = checked()
      .at(5000)
      .serves('h1')
      .at(8000)
      .task('b1', 'running', { desired: 'shutdown' })
      .task('b1', 'shutdown', { exitCode: 0, message: 'shutdown' })
      .completed()
      .end(headStamp);
    expect(outageOf(lines)).toBeNull();
  });
});

it('the base and the head of these journals are told apart by their tasks', () => {
  expect(B.taskHash).not.toBe(H.taskHash);
});
