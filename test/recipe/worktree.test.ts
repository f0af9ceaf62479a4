// What is read without a process is what git says: names, reflog and changes, also where they are odd.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gitIn, type Git } from '../../src/recipe/git.js';
import { writtenReflog, writtenTags } from '../../src/recipe/git-folder.js';
import { stampOfWorktree, viewWorktree } from '../../src/recipe/worktree.js';
import { git, openBench, signal, treeIn } from './bench.js';

let bench: Awaited<ReturnType<typeof openBench>>;
let dir: string;

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
const labGit = (at: string): Git =>
  gitIn({ dir: at, configFile: '/dev/null', console: () => undefined, signal: signal() });
/** Line by line as git writes them, spaces at the ends and all. */
const gitsReflog = async (at: string): Promise<readonly string[]> =>
  lines(await labGit(at)(['reflog', '--format=%H %gs']));

beforeEach(async () => {
  bench = await openBench();
  const tree = await treeIn(bench.dir);
  await tree.checkOut('base', signal());
  dir = tree.dir;
});
afterEach(async () => {
  await bench.end();
});

test('the reflog read from the clone is byte for byte the one that git tells', async () => {
  expect(await writtenReflog(dir)).toEqual(await gitsReflog(dir));
  git(dir, 'checkout', '--quiet', '-b', 'zweig/ä>b');
  git(
    dir,
    '-c',
    'user.name=A <b> > c',
    'commit',
    '--quiet',
    '--allow-empty',
    '--message',
    'first\tline  \n\nand > a body\u2028more',
  );
  git(dir, 'commit', '--quiet', '--amend', '--allow-empty', '--message', '> 1 +0000\tnot a line of its own');
  git(dir, 'reset', '--quiet', '--hard', 'HEAD~1');
  git(dir, 'update-ref', '--no-deref', 'HEAD', 'HEAD~1');
  git(dir, 'checkout', '--quiet', '--force', '0.7.0+3.3.1');
  const told = await gitsReflog(dir);
  expect(told.length).toBeGreaterThan(7);
  expect(await writtenReflog(dir)).toEqual(told);
});

test('the tags read from the clone are those that git lists, loose or packed', async () => {
  git(dir, 'tag', 'folder/nested');
  git(dir, 'tag', '--annotate', '--message', 'm', 'größer');
  git(dir, 'pack-refs', '--all');
  git(dir, 'tag', '--delete', '0.6.0+3.2.5');
  git(dir, 'tag', '--force', '0.5.0+3.1.0', 'HEAD');
  git(dir, 'tag', 'Late');
  await writeFile(join(dir, '.git/refs/tags/half.lock'), '');
  const told = lines(git(dir, 'tag', '--list'));
  expect(told).toEqual(['0.5.0+3.1.0', '0.7.0+3.3.1', 'Late', 'folder/nested', 'größer']);
  expect(await writtenTags(dir)).toEqual(told);
});

test('a worktree whose git folder is elsewhere is seen as well', async () => {
  const other = join(bench.dir, 'linked');
  git(dir, 'worktree', 'add', '--quiet', '--detach', other, 'HEAD~1');
  expect(await writtenReflog(other)).toBeNull();
  expect(await viewWorktree(labGit(other), other)).toEqual({
    head: git(dir, 'rev-parse', 'HEAD~1'),
    dirty: [],
    tags: lines(git(dir, 'tag', '--list')),
    reflog: await gitsReflog(other),
    treeStamp: git(dir, 'rev-parse', 'HEAD~1').slice(0, 8),
  });
});

test('changes of every kind are seen, with paths as they are, and the stamp alone says the same', async () => {
  const head = git(dir, 'rev-parse', 'HEAD');
  git(dir, 'mv', 'abra.sh', 'renamed here.sh');
  await writeFile(join(dir, 'compose.yml'), 'changed\n');
  await writeFile(join(dir, ' ä\n"new" file'), '');
  expect(await viewWorktree(labGit(dir), dir)).toMatchObject({
    head,
    dirty: [' ä\n"new" file', 'abra.sh', 'compose.yml', 'renamed here.sh'],
    treeStamp: `${head.slice(0, 8)}+U`,
  });
  expect(await stampOfWorktree(labGit(dir))).toBe(`${head.slice(0, 8)}+U`);
});

test('a file in conflict is a change', async () => {
  for (const [branch, text] of [
    ['one', '1\n'],
    ['two', '2\n'],
  ] as const) {
    git(dir, 'checkout', '--quiet', '-b', branch, '0.7.0+3.3.1');
    await writeFile(join(dir, 'a file'), text);
    git(dir, 'add', '.');
    git(dir, 'commit', '--quiet', '--message', branch);
  }
  expect(() => git(dir, 'merge', '--quiet', 'one')).toThrow();
  expect((await viewWorktree(labGit(dir), dir)).dirty).toEqual(['a file']);
});

test('a HEAD that is no commit is an error and not a stamp', async () => {
  git(dir, 'checkout', '--quiet', '--orphan', 'nothing');
  await expect(stampOfWorktree(labGit(dir))).rejects.toMatchObject({ code: 'tree' });
  await rm(join(dir, '.git'), { recursive: true });
  await expect(stampOfWorktree(labGit(dir))).rejects.toMatchObject({ code: 'tree' });
});
