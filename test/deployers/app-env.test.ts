import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEnv } from '../../src/compose/env-file.js';
import { appEnv, stepEnv } from '../../src/deployers/app-env.js';
import { requestIn } from './request.js';

let dir: string;
const signal = AbortSignal.timeout(20_000);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftlab-test-'));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

test('a sample gives names and values, without comments and quotes', () => {
  const text =
    'TYPE=discourse\n#OFF=1\n  export A = yes\nexport B=two words # length=10\nC="a # b" # ' +
    "c\nD='$X'\nE=\nF=a#b\nnonsense\n";
  expect(readEnv(text, {})).toEqual({
    TYPE: 'discourse',
    A: 'yes',
    B: 'two words',
    C: 'a # b',
    D: '$X',
    E: '',
    F: 'a#b',
  });
});

test('the scenario overrides the sample, and nothing overrides the names of the app', async () => {
  await writeFile(
    join(dir, '.env.sample'),
    'DOMAIN=discourse.example.com\nALIAS=www.discourse.example.com\nTIMEOUT=120\nSTACK_NAME=other\n',
  );
  expect(await appEnv(requestIn(dir, { env: { TIMEOUT: '60', HEAP_MIB: '80' } }), signal)).toEqual({
    DOMAIN: 'disc-abc123.driftlab.test',
    ALIAS: 'www.disc-abc123.driftlab.test',
    TIMEOUT: '60',
    HEAP_MIB: '80',
    STACK_NAME: 'disc-abc123',
  });
});

test("what the base's sample said stays, and the head's adds what it alone names", async () => {
  await writeFile(join(dir, '.env.sample'), 'TIMEOUT=120\n');
  const first = await appEnv({ ...requestIn(dir), step: 'base' }, signal);
  await writeFile(join(dir, '.env.sample'), 'TIMEOUT=999\nNEW=1\n');
  expect(await appEnv({ ...requestIn(dir), step: 'base' }, signal)).toEqual(first);
  expect(await appEnv(requestIn(dir), signal)).toEqual({ ...first, NEW: '1' });
});

test("an owner who does not look at the head's sample has nothing of it", async () => {
  const { settings, ...request } = requestIn(dir, { env: { NEW: '2' } });
  const side = { env: {}, overlays: [], images: [] };
  await writeFile(join(dir, '.env.sample'), 'TIMEOUT=120\n');
  await appEnv({ ...request, settings, step: 'base' }, signal);
  await writeFile(join(dir, '.env.sample'), 'NEW=1\nOTHER=1\n');
  const closed = { ...settings, sides: { base: side, head: { ...side, sample: false } } };
  const env = await appEnv({ ...request, settings: closed }, signal);
  expect(env).toMatchObject({ TIMEOUT: '120', NEW: '2' });
  expect(env).not.toHaveProperty('OTHER');
});

test('a recipe without a sample has only the names of the app', async () => {
  expect(await appEnv(requestIn(dir), signal)).toEqual({
    DOMAIN: 'disc-abc123.driftlab.test',
    STACK_NAME: 'disc-abc123',
  });
});

test('abra.sh is read at each step, on top of an environment that is made once', async () => {
  await writeFile(join(dir, '.env.sample'), 'COLOUR=green\n');
  await writeFile(join(dir, 'abra.sh'), '#!/bin/bash\nexport CONF_VERSION=v1 # of nginx.conf\nOTHER=1\n');
  const base = await stepEnv({ ...requestIn(dir), step: 'base' }, signal);
  expect(base).toMatchObject({ COLOUR: 'green', CONF_VERSION: 'v1' });
  expect(base).not.toHaveProperty('OTHER');
  await writeFile(join(dir, '.env.sample'), 'COLOUR=blue\n');
  await writeFile(join(dir, 'abra.sh'), 'export CONF_VERSION=v2\n');
  expect(await stepEnv(requestIn(dir), signal)).toMatchObject({ COLOUR: 'green', CONF_VERSION: 'v2' });
});

test('a .env of the tree is that of the step, over the sample and under the scenario', async () => {
  await writeFile(join(dir, '.env.example'), 'A=1\nB=1\n');
  await writeFile(join(dir, '.env'), 'B=${A}-own\nC=1\n');
  const base = await appEnv({ ...requestIn(dir, { env: { C: '3' } }), step: 'base' }, signal);
  expect(base).toMatchObject({ A: '1', B: '1-own', C: '3' });
  await writeFile(join(dir, '.env'), 'B=head\n');
  const head = await appEnv(requestIn(dir), signal);
  expect(head).toMatchObject({ A: '1', B: 'head' });
  expect(head).not.toHaveProperty('C');
});
