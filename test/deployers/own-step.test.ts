import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireStep, runOwnStep } from '../../src/deployers/own-step.js';
import type { OwnStepRequest } from '../../src/trial/ports.js';
import { requestIn } from './request.js';

let dir: string;
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function asked(script: string, over: Partial<OwnStepRequest> = {}, timeoutMs = 10_000) {
  await writeFile(join(dir, 'step.sh'), `#!/bin/sh\n${script}\n`);
  await chmod(join(dir, 'step.sh'), 0o755);
  const lines: string[] = [];
  const { settings, ...request } = requestIn(dir, { env: { API_TOKEN: 'hunter2hunter2' }, lines });
  const words = ['./step.sh', 'one'];
  const steps = { afterBase: words, afterHead: null, timeoutMs };
  const end = await runOwnStep(
    { ...request, settings: { ...settings, steps }, moment: 'after-base', words, ...over },
    signal(),
  );
  return { ...end, lines };
}

it('a step is told of the run, and runs where it may write without making the tree dirty', async () => {
  const { exitCode, output } = await asked(
    'echo "$1 $DRIFTLAB_STEP $DRIFTLAB_STACK $DRIFTLAB_SERVICE $DOCKER_HOST"; ' +
      '[ "$PWD" = "$DRIFTLAB_SCRATCH" ] && [ "$PWD" != "$DRIFTLAB_TREE" ] && echo apart >&2',
  );
  expect(exitCode).toBe(0);
  expect(output).toEqual(['one after-base disc-abc123 app unix:///nowhere/docker.sock', 'apart']);
});

it('what it exits with is a result, and what it says has no secrets in it', async () => {
  const { exitCode, output, lines } = await asked('echo "rows: 0, $API_TOKEN"; exit 3', {
    moment: 'after-head',
  });
  expect({ exitCode, output }).toEqual({ exitCode: 3, output: ['rows: 0, ***'] });
  expect(lines.join('')).toContain('$ ./step.sh one (after-head)\n');
  expect(lines.join('')).not.toContain('hunter2');
});

it('at its timeout it is ended, and told as one that timed out', async () => {
  expect(await asked('echo begun; exec sleep 60', {}, 300)).toMatchObject({
    exitCode: 124,
    output: ['begun'],
  });
});

it('after base and after head it writes to the same folder', async () => {
  await asked('echo 7 > seed');
  expect(await asked('cat seed', { moment: 'after-head' })).toMatchObject({ exitCode: 0, output: ['7'] });
});

it('a program that cannot be run is named before there is an engine, one of the tree is not', async () => {
  await writeFile(join(dir, 'seed.sh'), '');
  const requiring = (program: string) => () => {
    requireStep([program], dir);
  };
  expect(requiring('./seed.sh')).toThrow('may not be executed');
  expect(requiring('no-such-program')).toThrow('there is no program no-such-program');
  expect(requiring('./in-the-tree.sh')).not.toThrow();
});
