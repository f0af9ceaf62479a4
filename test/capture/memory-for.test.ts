// How much memory the engine of a trial gets.
import { expect, it } from 'vitest';
import { memoryFor, roomOf, type LiveStack } from '../../src/capture/index.js';
import { serviceOf, specOf, stackOf, taskOf } from './live.js';

const mib = 1024 ** 2;
const stack = (freeBytes: number | null, killed = false, limit = 0): LiveStack => {
  const spec = specOf({}, {}, { Resources: { Limits: { MemoryBytes: limit } } });
  const container = { imageId: 'a', startedAt: null, finishedAt: null };
  const tasks = [taskOf(spec), taskOf(spec, { id: 't2', State: 'failed' })];
  return stackOf([serviceOf({ Spec: spec }, tasks)], {
    freeBytes,
    containers: [
      { ...container, taskId: 't1', memoryBytes: 120 * mib, killedForMemory: false },
      { ...container, taskId: 't2', memoryBytes: null, killedForMemory: killed },
    ],
  });
};

it('is what its tasks could have, where that is less than both versions want', () => {
  expect(memoryFor(stack(200 * mib, true))).toEqual({
    bytes: 320 * mib,
    because: 'There were 200 MiB free, and the stack held 120 MiB: its tasks have as much here, together.',
  });
});

it('is room for both where memory is plenty, or where it cannot be seen', () => {
  expect(memoryFor(stack(8192 * mib))).toMatchObject({
    bytes: 496 * mib,
    because: expect.stringMatching(/not short now: .*task\.$/) as string,
  });
  expect(memoryFor(stack(null))).toMatchObject({
    bytes: 496 * mib,
    because: expect.stringContaining('cannot be seen') as string,
  });
});

it('has a load to add where a task was killed although memory is plenty now, unless by its own limit', () => {
  expect(memoryFor(stack(8192 * mib, true)).because).toContain('load: [{ memory: 316MiB, during: upgrade }]');
  expect(memoryFor(stack(8192 * mib, true, 64 * mib)).because).not.toContain('load:');
});

it('is not told from one node of several, and not where a running task could not be looked at', () => {
  const short = stack(200 * mib);
  expect(roomOf(short)).toBe(320 * mib);
  const several = { ...short, engine: { ...short.engine, nodes: 3 } };
  expect(roomOf(several)).toBeNull();
  expect(memoryFor(several)).toMatchObject({
    bytes: 496 * mib,
    because: expect.stringMatching(/^The swarm has 3 nodes, of which one was looked at/) as string,
  });
  const [seen, ...others] = short.containers;
  const unseen =
    seen === undefined ? [] : [{ ...seen, startedAt: '2026-01-01T12:00:00Z', memoryBytes: null }];
  expect(roomOf({ ...short, containers: [...unseen, ...others] })).toBeNull();
});

it('takes a task that was killed because it was told to end for none that lacked memory', () => {
  const ended = (State: string): LiveStack => {
    const { services, ...others } = stack(8192 * mib);
    const status = { State, ContainerStatus: { ContainerID: 'c', ExitCode: 137 } };
    return {
      ...others,
      services: services.map(({ json }) => ({ json, tasks: [taskOf(json.Spec, { id: 't2', ...status })] })),
    };
  };
  expect(memoryFor(ended('failed')).because).toContain('load:');
  expect(memoryFor(ended('shutdown')).because).not.toContain('load:');
});
