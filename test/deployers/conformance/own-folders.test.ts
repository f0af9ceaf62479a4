// What of the user's own folders changed: seen without reading a file.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changedPaths, stateOf, usersFolders } from '../../../src/deployers/conformance/own-folders.js';

let own: string;

beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), 'driftlab-own-'));
  mkdirSync(join(own, 'servers'));
  writeFileSync(join(own, 'servers', 'theirs.env'), 'TYPE=theirs\n');
});
afterEach(() => {
  rmSync(own, { recursive: true, force: true });
});

test('a file that came, one that was written and one that went are told, and nothing else', async () => {
  writeFileSync(join(own, 'gone'), '');
  const before = await stateOf([own, join(own, 'never-there')]);
  expect(changedPaths(before, await stateOf([own]))).toEqual([]);
  writeFileSync(join(own, 'servers', 'theirs.env'), 'TYPE=other!\n');
  writeFileSync(join(own, 'servers', 'new.env'), '');
  rmSync(join(own, 'gone'));
  expect(changedPaths(before, await stateOf([own]))).toEqual([
    own,
    join(own, 'gone'),
    join(own, 'servers'),
    join(own, 'servers', 'new.env'),
    join(own, 'servers', 'theirs.env'),
  ]);
});

test('a link is looked at and not followed', async () => {
  symlinkSync('/', join(own, 'everything'));
  expect([...(await stateOf([own])).keys()]).toContain(join(own, 'everything'));
  expect((await stateOf([own])).size).toBe(4);
});

test('the folder that ABRA_DIR names is one of the user’s, beside that of his home', () => {
  expect(usersFolders({ ABRA_DIR: own })).toContain(own);
  expect(usersFolders({}).every((folder) => folder.endsWith('/.abra'))).toBe(true);
});
