// The app's file in a scratch ABRA_DIR, from base to head.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeApp } from '../../src/deployers/abra-app.js';
import type { DeployRequest } from '../../src/trial/ports.js';
import { requestIn } from './request.js';

let dir: string;
const signal = AbortSignal.timeout(20_000);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const file = (): Promise<string> =>
  readFile(join(dir, 'servers/default/disc-abc123.driftlab.test.env'), 'utf8');

/** The deploys of base and head, each with its own settings as a trial gives them. */
function deploys(base: DeployRequest['settings']['env'], head: DeployRequest['settings']['env']) {
  const side = { overlays: [], images: [] };
  const sides = { base: { ...side, env: base }, head: { ...side, env: head, sample: true } };
  const of = (step: 'base' | 'upgrade', env: DeployRequest['settings']['env']): DeployRequest => {
    const { settings, tree, ...request } = requestIn(dir, { env });
    const overlays = { base: ['compose.old.yml'], upgrade: [] };
    return { ...request, step, settings: { ...settings, sides }, tree: { ...tree, overlays } };
  };
  return { base: of('base', base), head: of('upgrade', head) };
}

test('the head has its own variables and overlays in the file, and what abra wrote there stays', async () => {
  const { base, head } = deploys({ A: '1', B: 'x y', OLD: '1' }, { A: '2', B: 'x y', NEW: '3' });
  await makeApp(base, signal);
  expect(await file()).toContain('COMPOSE_FILE=compose.yml:compose.old.yml\n');
  const path = join(dir, 'servers/default/disc-abc123.driftlab.test.env');
  await writeFile(path, (await file()).replace('TYPE=discourse', 'TYPE=discourse:1.0.0+2'));
  await makeApp(head, signal);
  expect((await file()).split('\n').sort()).toEqual(
    [
      '',
      'A=2',
      "B='x y'",
      'COMPOSE_FILE=compose.yml',
      'DOMAIN=disc-abc123.driftlab.test',
      'NEW=3',
      'STACK_NAME=disc-abc123',
      'TYPE=discourse:1.0.0+2',
    ].sort(),
  );
});

test('a head that differs in nothing leaves the file as it is', async () => {
  const request = requestIn(dir, { env: { A: '1' } });
  await makeApp({ ...request, step: 'base' }, signal);
  const before = await file();
  await makeApp(request, signal);
  expect(await file()).toBe(before);
});
