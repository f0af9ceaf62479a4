// A time limit that stands still while work is done outside it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { timeLimit } from '../../src/base/time-limit.js';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

function after(ms: number): () => Promise<string> {
  return () =>
    new Promise((resolve) => {
      setTimeout(() => {
        resolve(`done after ${String(ms)}`);
      }, ms);
    });
}

it('is over after its time, and not before', async () => {
  const { over } = timeLimit(1000);
  await vi.advanceTimersByTimeAsync(999);
  expect(over.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(over.aborted).toBe(true);
});

it('does not count what is done outside it, also of several that overlap', async () => {
  const { over, outside } = timeLimit(1000);
  await vi.advanceTimersByTimeAsync(400);
  const [first, second] = [outside(after(5000)), outside(after(7000))];
  await vi.advanceTimersByTimeAsync(7000);
  expect(await Promise.all([first, second])).toEqual(['done after 5000', 'done after 7000']);
  await vi.advanceTimersByTimeAsync(599);
  expect(over.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(over.aborted).toBe(true);
});

it('goes on where what was done outside it failed', async () => {
  const { over, outside } = timeLimit(1000);
  await expect(outside(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await vi.advanceTimersByTimeAsync(1000);
  expect(over.aborted).toBe(true);
});

it('is never over once it was ended', async () => {
  const { over, end, outside } = timeLimit(1000);
  end();
  await outside(() => Promise.resolve());
  await vi.advanceTimersByTimeAsync(5000);
  expect(over.aborted).toBe(false);
});
