import { describe, expect, it } from 'vitest';
import { pause, unlessLost, withDeadline, withDeadlineToTheEnd } from '../../src/base/deadline.js';
import { LabError } from '../../src/base/lab-error.js';

describe('waits', () => {
  const never = new AbortController().signal;

  it('end with the name of what took too long', async () => {
    const work = withDeadline('the deploy', 5, never, (signal) => pause(60_000, signal));
    await expect(work).rejects.toMatchObject({
      code: 'timeout',
      message: 'the deploy took longer than 5 ms',
    });
  });

  it('end at the deadline even when the work does not listen', async () => {
    await expect(withDeadline('deaf work', 5, never, () => new Promise(() => undefined))).rejects.toThrow(
      'deaf work took longer than 5 ms',
    );
  });

  it('end with the first reason', async () => {
    const asked = new AbortController();
    const work = withDeadline('the deploy', 60_000, asked.signal, (signal) => pause(60_000, signal));
    asked.abort(new LabError('interrupted', 'stop it'));
    await expect(work).rejects.toThrow('stop it');
  });

  it('do not begin when the reason came before', async () => {
    const signal = AbortSignal.abort(new LabError('interrupted', 'too late'));
    await expect(withDeadline('anything', 10, signal, () => Promise.resolve(1))).rejects.toThrow('too late');
    await expect(pause(10, signal)).rejects.toThrow('too late');
  });

  it('of work that changes something end when that has ended', async () => {
    let ended = false;
    const work = async (signal: AbortSignal): Promise<void> => {
      await pause(60_000, signal).catch(() => pause(30, never));
      ended = true;
    };
    await expect(withDeadlineToTheEnd('the deploy', 5, never, work)).rejects.toThrow(
      'the deploy took longer than 5 ms',
    );
    expect(ended).toBe(true);
  });
});

describe('what fails while an engine is lost', () => {
  const failing =
    (error: Error): (() => Promise<never>) =>
    () =>
      Promise.reject(error);
  const loss = new LabError('engine-lost', 'its process ended');

  it('is told as its loss, though the broken connection came first', async () => {
    const lost = new AbortController();
    const work = unlessLost(lost.signal, failing(new Error('write EPIPE')));
    setTimeout(() => {
      lost.abort(loss);
    }, 20);
    await expect(work).rejects.toBe(loss);
  });

  it('is told as what it is where the error says so itself, at once', async () => {
    const lost = new AbortController();
    const own = new LabError('bad-input', 'no such service');
    await expect(unlessLost(lost.signal, failing(own))).rejects.toBe(own);
  });

  it('is told as what it is where nothing was lost', async () => {
    const bug = new TypeError('x is undefined');
    await expect(unlessLost(new AbortController().signal, failing(bug))).rejects.toBe(bug);
  });
});
