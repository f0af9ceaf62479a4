// How much memory the engine of a trial gets.
import { expect, it } from 'vitest';
import { memoryFor } from '../../src/capture/index.js';
import { serviceOf, specOf, stackOf, taskOf } from './live.js';

const mib = 1024 ** 2;
const stack = (freeBytes: number | null) => {
  const spec = specOf();
  const container = { imageId: 'a', startedAt: null, finishedAt: null, killedForMemory: false };
  return stackOf([serviceOf({ Spec: spec }, [taskOf(spec)])], {
    freeBytes,
    containers: [{ ...container, taskId: 't1', memoryBytes: 120 * mib }],
  });
};

it('is what its tasks could have, where that is less than both versions want', () => {
  expect(memoryFor(stack(200 * mib))).toMatchObject({ bytes: 320 * mib, isShort: true });
});

it('is room for both where memory was plenty, or where it cannot be seen', () => {
  expect(memoryFor(stack(8192 * mib))).toMatchObject({ bytes: 496 * mib, isShort: false });
  expect(memoryFor(stack(null))).toMatchObject({ bytes: 496 * mib, isShort: false });
});
