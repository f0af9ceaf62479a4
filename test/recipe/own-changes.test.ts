// The intended stamp is what git says of the tree as the lab prepared it: +U where git calls that dirty, and
// not because an overlay was dropped. What anybody else does to the tree still shows as another stamp than
// the intended one.
import { chmod, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RecipeTree } from '../../src/trial/ports.js';
import { git, openBench, signal, treeIn } from './bench.js';
import { recipe } from '../scenario/settings.js';

let bench: Awaited<ReturnType<typeof openBench>>;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.end();
});

type Files = Readonly<Record<string, string>>;

const overlay = 'services: { app: { deploy: { replicas: 2 } } }\n';

/**
 * A repository with a base that is tagged and a head on `next`, both with these files, committed as they are.
 */
async function repository(files: Files): Promise<string> {
  const dir = join(bench.dir, 'recipe');
  await mkdir(dir);
  git(dir, 'init', '--quiet', '--initial-branch=main');
  git(dir, 'config', 'core.autocrlf', 'false');
  for (const [index, version] of ['base', 'head'].entries()) {
    for (const [path, text] of Object.entries({
      'compose.yml': `# ${version}\nservices: { app: { image: x } }\n`,
      ...files,
    })) {
      await writeFile(join(dir, path), text);
      git(
        dir,
        'update-index',
        '--add',
        '--cacheinfo',
        `100644,${git(dir, 'hash-object', '-w', '--no-filters', path)},${path}`,
      );
    }
    if (index === 1) git(dir, 'checkout', '--quiet', '-b', 'next');
    git(dir, 'commit', '--quiet', '--message', version);
    if (index === 0) git(dir, 'tag', '--annotate', '--message', 'v', '1.0.0+1');
  }
  return dir;
}

async function treeOf(files: Files, overlays: readonly string[] = []): Promise<RecipeTree> {
  const dir = await repository(files);
  const paths = await Promise.all(
    overlays.map(async (name) => {
      await writeFile(join(bench.dir, name), overlay);
      return join(bench.dir, name);
    }),
  );
  return treeIn(bench.dir, {
    recipe: { ...recipe, fixture: null, mirror: dir, upstream: dir, base: '1.0.0+1', head: 'next' },
    overlays: paths,
  });
}

/** Whether each of the two stamps ends in +U, and that they are of the same commit. */
async function dirtiness(tree: RecipeTree): Promise<{ readonly tree: boolean; readonly intended: boolean }> {
  const { treeStamp, intendedStamp } = await tree.facts('upgrade', signal());
  expect(treeStamp.slice(0, 8)).toBe(intendedStamp.slice(0, 8));
  return { tree: treeStamp.endsWith('+U'), intended: intendedStamp.endsWith('+U') };
}

const clean = { tree: false, intended: false };
const dirty = { tree: true, intended: true };
/** What a verdict calls a wrong tree. */
const wrong = { tree: true, intended: false };

const ignoring = { '.gitignore': 'compose.*.yml\n' };

describe('an overlay', () => {
  test('that the recipe does not know makes the tree dirty, as is meant', async () => {
    const tree = await treeOf({}, ['more.yml']);
    for (const step of ['base', 'upgrade'] as const) {
      await tree.checkOut(step, signal());
      const { treeStamp, intendedStamp } = await tree.facts(step, signal());
      expect(intendedStamp).toMatch(/\+U$/);
      expect([treeStamp, tree.stampAt(step)]).toEqual([intendedStamp, intendedStamp]);
    }
  });

  test('that the recipe ignores leaves it clean, and no +U is asked for', async () => {
    const tree = await treeOf(ignoring, ['more.yml']);
    for (const step of ['base', 'upgrade'] as const) {
      await tree.checkOut(step, signal());
      const { treeStamp, intendedStamp } = await tree.facts(step, signal());
      expect(intendedStamp).not.toContain('+U');
      expect([treeStamp, tree.stampAt(step), await tree.stamp(signal())]).toEqual([
        intendedStamp,
        intendedStamp,
        intendedStamp,
      ]);
    }
  });

  test("that the tree's own exclusions ignore leaves it clean", async () => {
    const tree = await treeOf({}, ['more.yml']);
    await mkdir(join(tree.dir, '.git/info'), { recursive: true });
    await writeFile(join(tree.dir, '.git/info/exclude'), 'compose.more.yml\n');
    await tree.checkOut('upgrade', signal());
    expect(await dirtiness(tree)).toEqual(clean);
  });

  test('that the recipe has itself, byte for byte, leaves it clean', async () => {
    const tree = await treeOf({ 'compose.more.yml': overlay }, ['more.yml']);
    await tree.checkOut('upgrade', signal());
    expect(await dirtiness(tree)).toEqual(clean);
  });

  test.each([
    ['', {}],
    [' also where it ignores the name', ignoring],
  ])('that the recipe has with other words makes it dirty%s', async (_, more) => {
    const tree = await treeOf({ 'compose.more.yml': 'services: {}\n', ...more }, ['more.yml']);
    await tree.checkOut('upgrade', signal());
    expect(await dirtiness(tree)).toEqual(dirty);
  });

  test('of which one of two is ignored makes it dirty by the other', async () => {
    const tree = await treeOf({ '.gitignore': 'compose.more.yml\n' }, ['more.yml', 'other.yml']);
    await tree.checkOut('upgrade', signal());
    expect(await dirtiness(tree)).toEqual(dirty);
  });
});

describe("the lab's own checkout", () => {
  test('of a file whose line endings git would write otherwise is dirty of itself', async () => {
    const tree = await treeOf({ '.gitattributes': '* text\n', 'setup.sh': 'one\r\ntwo\r\n' });
    await tree.checkOut('upgrade', signal());
    await utimes(join(tree.dir, 'setup.sh'), 1, 1); // git looks at its contents again
    expect(await dirtiness(tree)).toEqual(dirty);
  });

  test('of a recipe with a submodule, which nobody fetches, is clean', async () => {
    const dir = await repository({ '.gitmodules': '[submodule "lib"]\n\tpath = lib\n\turl = ../lib\n' });
    git(dir, 'update-index', '--add', '--cacheinfo', `160000,${git(dir, 'rev-parse', 'HEAD')},lib`);
    git(dir, 'commit', '--quiet', '--message', 'a submodule');
    const tree = await treeIn(bench.dir, {
      recipe: { ...recipe, fixture: null, mirror: dir, upstream: dir, base: '1.0.0+1', head: 'next' },
    });
    await tree.checkOut('upgrade', signal());
    expect(await dirtiness(tree)).toEqual(clean);
  });
});

describe('what somebody else does to the tree is no part of the intended stamp:', () => {
  test('a file beside an ignored overlay', async () => {
    const tree = await treeOf(ignoring, ['more.yml']);
    await tree.checkOut('upgrade', signal());
    await writeFile(join(tree.dir, 'notes'), '');
    expect(await dirtiness(tree)).toEqual(wrong);
  });

  test('a file that stood there before the checkout', async () => {
    const tree = await treeOf(ignoring, ['more.yml']);
    await tree.checkOut('base', signal());
    await writeFile(join(tree.dir, 'notes'), '');
    await tree.checkOut('upgrade', signal());
    expect(await dirtiness(tree)).toEqual(wrong);
  });

  test('other words in a file whose line endings git would write otherwise', async () => {
    const tree = await treeOf({ '.gitattributes': '* text\n', 'setup.sh': 'one\r\ntwo\r\n' });
    await tree.checkOut('upgrade', signal());
    await writeFile(join(tree.dir, 'setup.sh'), 'one\r\nthree\r\n');
    expect(await dirtiness(tree)).toEqual(wrong);
  });

  test('a mode that is changed', async () => {
    const tree = await treeOf({ 'setup.sh': 'one\n' });
    await tree.checkOut('upgrade', signal());
    await chmod(join(tree.dir, 'setup.sh'), 0o755);
    expect(await dirtiness(tree)).toEqual(wrong);
  });

  test('an overlay that is taken away again', async () => {
    const tree = await treeOf({}, ['more.yml']);
    await tree.checkOut('upgrade', signal());
    await rm(join(tree.dir, 'compose.more.yml'));
    expect(await dirtiness(tree)).toEqual({ tree: false, intended: true });
  });

  test('another commit, checked out beside an ignored overlay', async () => {
    const tree = await treeOf(ignoring, ['more.yml']);
    await tree.checkOut('upgrade', signal());
    const head = git(tree.dir, 'rev-parse', 'HEAD');
    git(tree.dir, 'checkout', '--quiet', '--force', '1.0.0+1');
    const { treeStamp, intendedStamp } = await tree.facts('upgrade', signal());
    expect([treeStamp, intendedStamp]).toEqual([
      git(tree.dir, 'rev-parse', 'HEAD').slice(0, 8),
      head.slice(0, 8),
    ]);
  });
});
