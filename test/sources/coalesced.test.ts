import { expect, test } from 'vitest';
import { coalesced } from '../../src/sources/coalesced.js';

const stronger = (a: number, b: number): number => Math.max(a, b);

test('calls during a look share one more look after it, for the strongest of their reasons', async () => {
  const begun: number[] = [];
  const gates: (() => void)[] = [];
  const look = coalesced<number>(
    (why) =>
      new Promise((resolve) => {
        begun.push(why);
        gates.push(resolve);
      }),
    stronger,
  );
  const calls = [look(0), look(1), look(3), look(2)];
  expect(begun).toEqual([0]);
  gates[0]?.();
  await calls[0];
  await Promise.resolve();
  expect(begun).toEqual([0, 3]);
  gates[1]?.();
  await Promise.all(calls);
  void look(5);
  expect(begun).toEqual([0, 3, 5]);
});

test('never two looks at the same time, whatever the calls', async () => {
  let active = 0;
  let most = 0;
  let looks = 0;
  const look = coalesced<number>(async () => {
    looks++;
    most = Math.max(most, ++active);
    await new Promise((resolve) => setImmediate(resolve));
    active--;
  }, stronger);
  const calls: Promise<void>[] = [];
  for (let call = 0; call < 50; call++) {
    calls.push(look(0));
    if (call % 3 === 0) await Promise.resolve();
    if (call % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(calls);
  expect(most).toBe(1);
  expect(looks).toBeLessThan(50);
});

test('a look that failed does not keep the next from being taken', async () => {
  let fails = true;
  const look = coalesced<number>(
    () => (fails ? Promise.reject(new Error('lost')) : Promise.resolve()),
    stronger,
  );
  const first = look(0);
  const second = look(0);
  fails = false;
  await expect(first).rejects.toThrow('lost');
  await expect(second).resolves.toBeUndefined();
});
