// What becomes of the old task beside a head that holds: a death of its own is told, a stop by swarm is none.
import { describe, expect, it } from 'vitest';
import { headStamp, journal, type Journal } from './constructed-journal.js';
import { judged } from './judged.js';

const held = (endOfOld: (journal: Journal) => Journal): ReturnType<typeof judged> =>
  judged(
    endOfOld(journal().base().upgrade().updating().at(5000).serves('h1').at(8000)).completed().end(headStamp)
      .lines,
  );

describe('the old task beside a head that held', () => {
  it('that swarm stopped is no cause, also when it would not go and was killed after its grace', () => {
    const killed = (j: Journal): Journal =>
      j
        .task('b1', 'running', { desired: 'shutdown' })
        .container('b1', 'kill', { signal: '15' })
        .at(11_000)
        .container('b1', 'kill', { signal: '9' })
        .container('b1', 'die', { exitCode: 137 })
        .task('b1', 'shutdown', { exitCode: 137, message: 'shutdown' });
    expect(held(killed)).toMatchObject({ outcome: 'held', cause: null, component: null });
    expect(held((j) => j.stopped('b1'))).toMatchObject({ outcome: 'held', cause: null, component: null });
  });

  it('that left with an exit code of its own when it was told to go is none either', () => {
    const leaves = (j: Journal): Journal =>
      j
        .task('b1', 'running', { desired: 'shutdown' })
        .container('b1', 'kill', { signal: '15' })
        .container('b1', 'die', { exitCode: 143 })
        .task('b1', 'shutdown', { exitCode: 143, message: 'shutdown' });
    expect(held(leaves)).toMatchObject({ outcome: 'held', cause: null });
  });

  it('that the kernel killed first is the cause of an outage', () => {
    const oom = (j: Journal): Journal =>
      j
        .kernelOom('b1')
        .container('b1', 'oom')
        .container('b1', 'die', { exitCode: 137 })
        .task('b1', 'shutdown', { desired: 'shutdown', exitCode: 137, message: 'shutdown' });
    expect(held(oom)).toMatchObject({
      outcome: 'held',
      cause: { kind: 'oom-kill', victim: 'old', task: 'b1' },
    });
  });
});
