// What the action asks of an engine; that an engine does it is tested with one (test/engine).
import { expect, it } from 'vitest';
import { restartDaemon } from '../../src/actions/restart-daemon.js';
import type { ActionContext, EngineNode } from '../../src/trial/ports.js';

const signal = AbortSignal.timeout(5000);
const onNode = (node: Partial<EngineNode>): ActionContext =>
  ({ engine: { nodes: [node] } }) as unknown as ActionContext;

it.each([
  [{}, 'SIGTERM', "restarted the engine's daemon by SIGTERM"],
  [{ signal: 'KILL' }, 'SIGKILL', "restarted the engine's daemon by SIGKILL"],
])('%j ends the daemon by %s, and says so', async (options, by, words) => {
  const asked: string[] = [];
  const node = {
    restartDaemon: (how: string) => {
      asked.push(how);
      return Promise.resolve();
    },
  };
  await restartDaemon.perform(options, onNode(node), signal);
  expect(asked).toEqual([by]);
  expect(restartDaemon.words(options, 'app')).toBe(words);
});

it("is not done to an engine whose daemon is not the lab's", async () => {
  await expect(restartDaemon.perform({}, onNode({}), signal)).rejects.toThrow("not the lab's to restart");
});
