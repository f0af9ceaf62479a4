import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appEnv, parseEnv } from '../../src/deployers/app-env.js';
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
    'TYPE=discourse\n#OFF=1\n  export A = no\nexport B=two words # length=10\nC="a # b" # ' +
    "c\nD='$X'\nE=\nF=a#b\nnonsense\n";
  expect(parseEnv(text)).toEqual({ TYPE: 'discourse', B: 'two words', C: 'a # b', D: '$X', E: '', F: 'a#b' });
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

test('the environment of a run is made once: a later sample does not change it', async () => {
  await writeFile(join(dir, '.env.sample'), 'TIMEOUT=120\n');
  const first = await appEnv(requestIn(dir), signal);
  await writeFile(join(dir, '.env.sample'), 'TIMEOUT=999\nNEW=1\n');
  expect(await appEnv(requestIn(dir), signal)).toEqual(first);
});

test('a recipe without a sample has only the names of the app', async () => {
  expect(await appEnv(requestIn(dir), signal)).toEqual({
    DOMAIN: 'disc-abc123.driftlab.test',
    STACK_NAME: 'disc-abc123',
  });
});
