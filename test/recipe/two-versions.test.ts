// A folder with a base.yml and a head.yml in place of a repository.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gitIn } from '../../src/recipe/git.js';
import { makeFixture } from '../../src/recipe/fixture/fixture.js';

let dir = '';
const signal = (): AbortSignal => new AbortController().signal;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'driftlab-test-'));
  mkdirSync(join(dir, 'shop', 'conf'), { recursive: true });
  mkdirSync(join(dir, 'made'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, 'shop', name), text);
};
const make = () => makeFixture(join(dir, 'shop'), join(dir, 'made'), signal());

test('is two commits: in each compose.yml is the file of its version, and the rest is the same', async () => {
  write({ 'base.yml': 'services: {a: 1}', 'head.yml': 'services: {a: 2}', 'conf/nginx.conf': 'x' });
  mkdirSync(join(dir, 'shop', '.git'));
  write({ '.git/HEAD': 'of somebody' });
  const { mirror, upstream } = await make();
  for (const repository of [mirror, upstream]) {
    const git = gitIn({
      dir: repository,
      configFile: '/dev/null',
      console: () => undefined,
      signal: signal(),
    });
    expect(await git(['show', 'base:compose.yml'])).toBe('services: {a: 1}');
    expect(await git(['show', 'head:compose.yml'])).toBe('services: {a: 2}');
    for (const version of ['base', 'head'])
      expect((await git(['ls-tree', '-r', '--name-only', version])).trim().split('\n')).toEqual([
        'compose.yml',
        'conf/nginx.conf',
      ]);
  }
});

test('keeps what may be executed and what is linked, follows links to files, and leaves every .git out', async () => {
  write({ 'head.yml': 'services: {a: 2}', 'conf/x': 'x', 'real.yml': 'services: {a: 1}', 'two\nlines': 'y' });
  symlinkSync('real.yml', join(dir, 'shop', 'base.yml'));
  symlinkSync('conf', join(dir, 'shop', 'linked'));
  chmodSync(join(dir, 'shop', 'conf', 'x'), 0o755);
  mkdirSync(join(dir, 'shop', 'sub', '.git'), { recursive: true });
  write({ '.git': 'gitdir: elsewhere', 'sub/.git/HEAD': 'of somebody' });
  const { mirror } = await make();
  const git = gitIn({ dir: mirror, configFile: '/dev/null', console: () => undefined, signal: signal() });
  const listed = (await git(['ls-tree', '-r', '-z', 'head'])).split('\0').filter((line) => line !== '');
  expect(listed.map((line) => [line.slice(0, 6), line.split('\t')[1]])).toEqual([
    ['100644', 'compose.yml'],
    ['100755', 'conf/x'],
    ['120000', 'linked'],
    ['100644', 'real.yml'],
    ['100644', 'two\nlines'],
  ]);
  expect(await git(['show', 'base:compose.yml'])).toBe('services: {a: 1}');
});

test.each([
  [{ 'base.yml': 'a' }, /has a base\.yml and no head\.yml/],
  [{ 'head.yml': 'a' }, /has a head\.yml and no base\.yml/],
  [
    { 'base.yml': 'a', 'head.yml': 'b', 'compose.yml': 'c' },
    /has a compose\.yml beside base\.yml and head\.yml/,
  ],
  [{ 'compose.yml': 'c' }, /history\.yml/],
])('that is not whole is refused: %j', async (files: Readonly<Record<string, string>>, message) => {
  write(files);
  await expect(make()).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(message) as string,
  });
});
