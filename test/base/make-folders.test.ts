import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFolders } from '../../src/base/make-folders.js';

const folder = mkdtempSync(join(tmpdir(), 'driftlab-folders-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('makes a folder with all that is above it, with the mode that is asked for, and twice is as once', () => {
  const path = join(folder, 'a', 'b', 'c');
  makeFolders(path, 0o700);
  makeFolders(path, 0o755);
  expect([path, join(path, '..')].map((made) => statSync(made).mode & 0o777)).toEqual([0o700, 0o700]);
});

it('returns from below /proc, where nothing can be made, and says so', () => {
  expect(() => {
    makeFolders('/proc/driftlab/x');
  }).toThrow('ENOENT');
});

it('takes no file for a folder', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => {
    makeFolders(join(folder, 'file'));
  }).toThrow('EEXIST');
  expect(() => {
    makeFolders(join(folder, 'file', 'x'));
  }).toThrow('EEXIST');
});
