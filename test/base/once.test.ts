// Work that several ask for.
import { expect, it } from 'vitest';
import { once } from '../../src/base/once.js';

it('is done for the first who asks, and all others get what came of that', async () => {
  const asked: string[] = [];
  const work = once(async (by: string) => {
    asked.push(by);
    await Promise.resolve();
    return by;
  });
  expect(work.isBegun()).toBe(false);
  expect(await Promise.all([work('a'), work('b')])).toEqual(['a', 'a']);
  expect(await work('c')).toBe('a');
  expect([asked, work.isBegun()]).toEqual([['a'], true]);
});

it('is done once also where nothing comes of it, or an error', async () => {
  let count = 0;
  const nothing = once(() => {
    count++;
  });
  nothing();
  nothing();
  const failing = once(() => Promise.reject(new Error(`of call ${String(++count)}`)));
  await expect(failing()).rejects.toThrow('of call 2');
  await expect(failing()).rejects.toThrow('of call 2');
});
