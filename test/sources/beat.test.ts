import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startBeat } from '../../src/sources/beat.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('each is done as often as it asks, those due together in order, until the end', () => {
  const done: string[] = [];
  const beat = startBeat(200, () => undefined);
  beat.every(200, () => {
    done.push('often');
  });
  beat.every(500, () => {
    done.push('seldom');
  });
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(['often', 'often', 'seldom', 'often', 'often', 'seldom', 'often']);
  beat.end();
  vi.advanceTimersByTime(1000);
  expect(done).toHaveLength(7);
});

test('trials that began at different times beat together', () => {
  const at: number[] = [];
  const beats = [0, 70, 60].map((waitMs) => {
    vi.advanceTimersByTime(waitMs);
    const beat = startBeat(200, () => undefined);
    beat.every(200, () => {
      at.push(performance.now());
    });
    return beat;
  });
  vi.advanceTimersByTime(600);
  const moments = [...new Set(at)];
  expect(at.length).toBeGreaterThanOrEqual(3 * moments.length - 2);
  expect(moments.every((ms) => Math.round(ms) % 200 === 0)).toBe(true);
  for (const beat of beats) beat.end();
});

test('what one throws is told and keeps no other from being done', () => {
  const errors: unknown[] = [];
  let done = 0;
  const beat = startBeat(200, (error) => errors.push(error));
  beat.every(200, () => {
    throw new Error('planted');
  });
  beat.every(200, () => {
    done++;
  });
  vi.advanceTimersByTime(400);
  expect([errors.length, done]).toEqual([2, 2]);
  beat.end();
});
