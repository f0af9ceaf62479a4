// Where a capture is written first: made at once, or refused at once; and nothing of it is left.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { openPart } from '../../../src/cli/capture/part-folder.js';
import { driftlab, endStarted, workplaceIn } from '../driftlab.js';

const folder = mkdtempSync(join(tmpdir(), 'dl-part-'));
afterEach(() => {
  endStarted();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('is beside what it becomes, and is taken away with the folders that were made for it', () => {
  const { path, remove } = openPart(join(folder, 'new', 'deep', 'kept'));
  expect(readdirSync(join(folder, 'new', 'deep'))).toEqual([path.split('/').at(-1)]);
  remove();
  expect(existsSync(join(folder, 'new'))).toBe(false);
});

it('leaves the capture and what was there before', () => {
  const to = join(folder, 'here', 'kept');
  mkdirSync(join(folder, 'here'));
  const { path, remove } = openPart(to);
  renameSync(path, to);
  remove();
  expect(existsSync(to)).toBe(true);
  expect(() => openPart(to)).toThrow('is there already');
});

it('ends a capture before its engine is asked, where it cannot be made', async () => {
  const cwd = workplaceIn(folder, 'refused');
  writeFileSync(join(cwd, 'file'), '');
  for (const to of ['/proc/x', '/proc/driftlab/x', 'file/x']) {
    const words = ['capture', 'shop', '--to', to, '--stand-ins', '--engine', 'unix:///no/such.sock'];
    const { code, stderr } = await driftlab(cwd, words);
    expect([to, code, stderr]).toEqual([
      to,
      64,
      expect.stringMatching(`cannot (?:make the folder|look at) ${to}: `),
    ]);
    expect(stderr).toContain('--to');
  }
  const fine = await driftlab(cwd, ['capture', 'shop', '--to', 'x/y', '--engine', 'unix:///no/such.sock']);
  expect([fine.code, readdirSync(cwd).sort()]).toEqual([69, ['file', 'state', 'tmp']]);
});
