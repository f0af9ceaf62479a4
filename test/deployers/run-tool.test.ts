// A deployer's program that is cut: it and all that it started have ended before anything goes on.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runTool } from '../../src/deployers/run-tool.js';
import { tagOf } from '../../src/engine/processes.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

it.each([
  ['itself', 'trap "" TERM INT; echo $$ > begun; sleep 60'],
  ['a program that it started', 'sh -c \'trap "" TERM INT; echo $$ > begun; sleep 60; exit\' & wait'],
])('a program that minds no signal has ended before its trial goes on: %s', async (_, script) => {
  const [path, begun] = [join(dir, 'tool'), join(dir, 'begun')];
  writeFileSync(path, `#!/bin/sh\n${script}\nexit\n`, { mode: 0o755 });
  const asked = new AbortController();
  const running = runTool(
    {
      words: [path],
      called: 'tool',
      cwd: dir,
      env: { HOME: dir },
      mask: (text) => text,
      console: () => undefined,
      timeoutMs: 20_000,
    },
    asked.signal,
  );
  running.catch(() => undefined);
  await vi.waitUntil(() => existsSync(begun) && readFileSync(begun, 'utf8').endsWith('\n'), {
    timeout: 10_000,
    interval: 10,
  });
  const pid = Number(readFileSync(begun, 'utf8'));
  expect(tagOf(pid)).not.toBeNull();
  asked.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
  expect(tagOf(pid)).toBeNull();
});
