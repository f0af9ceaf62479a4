// A daemon that starts again: connections to the one before it are no answer, and no failure of the engine.
import type Docker from 'dockerode';
import { expect, it } from 'vitest';
import { untilAnswering } from '../../src/engine/client.js';

/** Fails once with each code, in order, and then answers. */
function clientAfter(codes: readonly string[]): Docker {
  const left = [...codes];
  const ping = (): Promise<string> => {
    const code = left.shift();
    return code === undefined
      ? Promise.resolve('OK')
      : Promise.reject(Object.assign(new Error(`write ${code}`), { code }));
  };
  return { ping } as unknown as Docker;
}

const signal = new AbortController().signal;

it('a daemon is waited for while its socket is missing, refuses, or was that of the one before', async () => {
  await expect(
    untilAnswering(clientAfter(['EPIPE', 'ENOENT', 'ECONNREFUSED', 'ECONNRESET']), signal),
  ).resolves.toBeUndefined();
});

it('a socket that may not be opened is not waited for', async () => {
  await expect(untilAnswering(clientAfter(['EACCES']), signal)).rejects.toThrow('write EACCES');
});
