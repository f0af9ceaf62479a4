import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { runOwnCommand } from '../../src/base/own-command.js';

const run = (word: string) =>
  runOwnCommand(
    {
      words: ['sh', '-c', ':', word],
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'] ?? '' },
      timeoutMs: 10_000,
      hear: () => undefined,
    },
    new AbortController().signal,
  );

it('a command that is too long for the kernel is refused in words', async () => {
  expect((await run('a'.repeat(1000))).exitCode).toBe(0);
  await expect(run('a'.repeat(300_000))).rejects.toMatchObject({
    code: 'missing-tool',
    message: expect.stringContaining('sh cannot be started') as string,
  });
});
