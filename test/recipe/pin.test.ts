// Base and head stay what they were when the campaign began: trials check those commits out, tell where a ref
// moved, and never follow it.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachedFixture } from '../../src/recipe/fixture/fixture.js';
import { checkRecipe } from '../../src/recipe/index.js';
import type { PinnedCommits, RecipeSettings } from '../../src/scenario/scenario.js';
import { git, openBench, scenarioDir, signal, treeIn } from './bench.js';
import { recipe } from '../scenario/settings.js';

const kinds = ['mirror', 'base-deploy', 'copy'];
let bench: Awaited<ReturnType<typeof openBench>>;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.end();
});

/** Repositories of a test's own, and what base and head are in them as yet. */
async function repositories(clone: string): Promise<{
  readonly own: RecipeSettings & { readonly mirror: string; readonly upstream: string };
  readonly pins: PinnedCommits;
}> {
  const shared = await cachedFixture(join(scenarioDir, recipe.fixture ?? ''), signal());
  const [mirror, upstream] = [join(bench.dir, 'mirror.git'), join(bench.dir, 'upstream.git')];
  execFileSync('cp', ['-a', shared.mirror, mirror]);
  execFileSync('cp', ['-a', shared.upstream, upstream]);
  const own = { ...recipe, fixture: null, mirror, upstream, clone };
  const { commits } = await checkRecipe(
    { recipe: { ...own, clone: 'mirror' }, pins: null, scenarioDir },
    signal(),
  );
  if (commits === null) throw new Error('the fixture has no base or head');
  return { own, pins: commits };
}

describe.each(kinds)('a tree made by %s', (clone) => {
  test('is at the commits that were found before the first trial', async () => {
    const { own, pins } = await repositories(clone);
    expect(pins).toEqual({
      base: git(own.upstream, 'rev-parse', '0.7.0+3.3.1^{commit}'),
      head: git(own.mirror, 'rev-parse', 'upgrade-0.9.0'),
    });
    const tree = await treeIn(bench.dir, { recipe: own, pinned: pins });
    await tree.checkOut('upgrade', signal());
    expect(git(tree.dir, 'rev-parse', 'HEAD')).toBe(pins.head);
    expect(tree.moved).toEqual([]);
  });

  test('stays at the head that was meant when its branch moves on, and tells where it is now', async () => {
    const { own, pins } = await repositories(clone);
    const later = git(own.mirror, 'commit-tree', '-p', pins.head, '-m', 'one more', `${pins.head}^{tree}`);
    git(own.mirror, 'update-ref', 'refs/heads/upgrade-0.9.0', later);
    const tree = await treeIn(bench.dir, { recipe: own, pinned: pins });
    expect(tree.moved).toEqual([{ step: 'upgrade', ref: 'upgrade-0.9.0', pinned: pins.head, now: later }]);
    await tree.checkOut('upgrade', signal());
    const { head, treeStamp, intendedStamp } = await tree.facts('upgrade', signal());
    expect([head, treeStamp]).toEqual([pins.head, intendedStamp]);
  });

  test('stays at the head that was meant when its branch is gone and something else leads there', async () => {
    const { own, pins } = await repositories(clone);
    git(own.mirror, 'update-ref', 'refs/heads/kept', pins.head);
    git(own.mirror, 'update-ref', '-d', 'refs/heads/upgrade-0.9.0');
    const tree = await treeIn(bench.dir, { recipe: own, pinned: pins });
    expect(tree.moved).toEqual([{ step: 'upgrade', ref: 'upgrade-0.9.0', pinned: pins.head, now: null }]);
  });

  test('stays at the base that was meant when its tag moves, and the lab checks it out by its commit', async () => {
    const { own, pins } = await repositories(clone);
    git(
      own.upstream,
      'tag',
      '--force',
      '--annotate',
      '--message',
      'moved',
      '0.7.0+3.3.1',
      '0.6.0+3.2.5^{commit}',
    );
    const tree = await treeIn(bench.dir, { recipe: own, pinned: pins });
    expect(tree.moved).toEqual([
      {
        step: 'base',
        ref: '0.7.0+3.3.1',
        pinned: pins.base,
        now: git(own.upstream, 'rev-parse', '0.6.0+3.2.5^{commit}'),
      },
    ]);
    expect(tree.baseCheckout).toBe('lab');
    await tree.checkOut('base', signal());
    const { head, treeStamp, intendedStamp } = await tree.facts('base', signal());
    expect([head, treeStamp]).toEqual([pins.base, intendedStamp]);
  });

  test('cannot be made when the head that was meant is nowhere any more', async () => {
    const { own, pins } = await repositories(clone);
    git(own.mirror, 'update-ref', 'refs/heads/upgrade-0.9.0', git(own.mirror, 'rev-parse', 'main'));
    for (const ref of git(own.mirror, 'for-each-ref', '--contains', pins.head, '--format=%(refname)').split(
      '\n',
    ))
      if (ref !== '') git(own.mirror, 'update-ref', '-d', ref);
    git(own.mirror, 'gc', '--quiet', '--prune=now');
    const wanted = {
      code: 'bad-input',
      message: expect.stringMatching(
        /^head: mirror .*: upgrade-0\.9\.0 was df7702b1 when the campaign began and is \w{8} now, and df7702b1 is not to be had any more$/,
      ) as string,
    };
    await expect(treeIn(bench.dir, { recipe: own, pinned: pins })).rejects.toMatchObject(wanted);
    const { problems, commits } = await checkRecipe({ recipe: own, pins, scenarioDir }, signal());
    expect([problems.length, commits]).toEqual([1, null]);
    expect(problems[0]).toContain('put df7702b1 back there under any name, or begin a new campaign');
  });

  test('is checked beforehand with the refs that moved', async () => {
    const { own, pins } = await repositories(clone);
    const main = git(own.mirror, 'rev-parse', 'main');
    git(own.mirror, 'update-ref', 'refs/heads/kept', pins.head);
    git(own.mirror, 'update-ref', 'refs/heads/upgrade-0.9.0', main);
    const { problems, commits, moved } = await checkRecipe({ recipe: own, pins, scenarioDir }, signal());
    expect({ problems, commits, moved }).toEqual({
      problems: [],
      commits: pins,
      moved: [{ step: 'upgrade', ref: 'upgrade-0.9.0', pinned: pins.head, now: main }],
    });
  });
});
