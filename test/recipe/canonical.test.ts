// The two clone kinds that start from the canonical tree, on real git: what they hold and say, and what they
// cost.
import { execFileSync } from 'node:child_process';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachedFixture, type FixtureRepositories } from '../../src/recipe/fixture/fixture.js';
import { git, longHistory, openBench, scenarioDir, signal, treeIn } from './bench.js';
import { recipe } from '../scenario/settings.js';

const baseStamp = '3ec3d7cc';
const headStamp = 'df7702b1';
let bench: Awaited<ReturnType<typeof openBench>>;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.end();
});

/** The fixture's repositories as given ones, to meddle with. */
async function ownRepositories(): Promise<FixtureRepositories> {
  const shared = await cachedFixture(join(scenarioDir, recipe.fixture ?? ''), signal());
  const [mirror, upstream] = (['mirror', 'upstream'] as const).map((side) => {
    const own = join(bench.dir, `own-${side}.git`);
    execFileSync('cp', ['-a', shared[side], own]);
    return own;
  });
  return { mirror: mirror ?? '', upstream: upstream ?? '' };
}

const canonicals = async (): Promise<readonly string[]> =>
  (await readdir(bench.dir)).filter((name) => name.includes('canonical'));

describe.each(['base-deploy', 'copy'])('%s', (clone) => {
  const kind = { ...recipe, clone };

  test('base is checked out by its tag and head after it, and the reflog tells of both', async () => {
    const tree = await treeIn(bench.dir, { recipe: kind });
    expect(tree.dir).toBe(join(tree.abraDir, 'recipes', 'discourse'));
    await tree.checkOut('base', signal());
    expect(await tree.facts('base', signal())).toMatchObject({
      step: 'base',
      dirty: [],
      treeStamp: baseStamp,
      intendedStamp: baseStamp,
      tags: ['0.5.0+3.1.0', '0.6.0+3.2.5', '0.7.0+3.3.1'],
    });
    expect(await readFile(join(tree.dir, 'compose.yml'), 'utf8')).toContain('version=0.7.0+3.3.1');
    await tree.checkOut('upgrade', signal());
    const facts = await tree.facts('upgrade', signal());
    expect(facts).toMatchObject({
      step: 'upgrade',
      dirty: [],
      treeStamp: headStamp,
      intendedStamp: headStamp,
    });
    expect(facts.reflog).toHaveLength(3);
    expect(facts.reflog[0]).toMatch(new RegExp(`^${headStamp}\\w+ checkout: moving from ${baseStamp}`));
    expect(facts.reflog[1]).toMatch(
      new RegExp(`^${baseStamp}\\w+ checkout: moving from main to refs/tags/0\\.7\\.0\\+3\\.3\\.1$`),
    );
    expect(await tree.stamp(signal())).toBe(headStamp);
  });

  test('a deployer that checks the version out itself leaves a tree that is base', async () => {
    const tree = await treeIn(bench.dir, { recipe: kind });
    git(tree.dir, 'checkout', '--quiet', '0.7.0+3.3.1');
    expect(await tree.facts('base', signal())).toMatchObject({
      treeStamp: baseStamp,
      intendedStamp: baseStamp,
      dirty: [],
    });
  });

  test('an overlay puts +U on both stamps', async () => {
    const tree = await treeIn(bench.dir, { recipe: kind, overlays: ['overlays/stop-first.yml'] });
    for (const [step, stamp] of [
      ['base', `${baseStamp}+U`],
      ['upgrade', `${headStamp}+U`],
    ] as const) {
      await tree.checkOut(step, signal());
      expect(await tree.facts(step, signal())).toMatchObject({
        dirty: ['compose.stop-first.yml'],
        treeStamp: stamp,
        intendedStamp: stamp,
      });
    }
  });

  test('the intended stamps stand even when the tree is meddled with, and the next tree knows nothing of it', async () => {
    const tree = await treeIn(bench.dir, { recipe: kind });
    git(tree.dir, 'tag', '--force', '0.7.0+3.3.1', '0.5.0+3.1.0^{commit}');
    await writeFile(join(tree.dir, 'compose.yml'), 'changed\n');
    git(tree.dir, 'commit', '--quiet', '--all', '--message', 'mine');
    await tree.checkOut('base', signal());
    const { treeStamp, intendedStamp } = await tree.facts('base', signal());
    expect([intendedStamp, treeStamp === baseStamp]).toEqual([baseStamp, false]);
    const next = await treeIn(bench.dir, { recipe: kind });
    await next.checkOut('base', signal());
    expect(await next.facts('base', signal())).toMatchObject({
      treeStamp: baseStamp,
      intendedStamp: baseStamp,
      dirty: [],
    });
  });

  test.each([
    'upgrade-0.9.0',
    headStamp,
    'df7702b160ad782c67810d1efe6d34cf87643dc3',
    'refs/pull/1/head',
    'pull/1/head',
    'refs/heads/upgrade-0.9.0',
  ])('head may be written %s', async (head) => {
    const tree = await treeIn(bench.dir, { recipe: { ...kind, head } });
    await tree.checkOut('upgrade', signal());
    expect(await tree.facts('upgrade', signal())).toMatchObject({
      treeStamp: headStamp,
      intendedStamp: headStamp,
    });
  });

  test("head is the mirror's where the upstream has a branch of that name too, and base the upstream's", async () => {
    const { mirror, upstream } = await ownRepositories();
    git(mirror, 'branch', '--force', 'main', '0.5.0+3.1.0^{commit}');
    git(mirror, 'tag', '--force', '0.7.0+3.3.1', 'upgrade-0.9.0');
    const tree = await treeIn(bench.dir, {
      recipe: { ...kind, fixture: null, mirror, upstream, head: 'main' },
    });
    for (const [step, commit] of [
      ['base', git(upstream, 'rev-parse', '0.7.0+3.3.1^{commit}')],
      ['upgrade', git(mirror, 'rev-parse', 'main')],
    ] as const) {
      await tree.checkOut(step, signal());
      expect(await tree.facts(step, signal())).toMatchObject({
        head: commit,
        intendedStamp: commit.slice(0, 8),
      });
    }
  });

  test.each(['upgrade-0.9.0', 'upgrade-0.9.0~1'])('a base need not be a tag: %s', async (base) => {
    const { mirror, upstream } = await ownRepositories();
    const commit = git(mirror, 'rev-parse', base);
    const written = base.includes('~') ? commit.slice(0, 9) : base;
    const tree = await treeIn(bench.dir, {
      recipe: { ...kind, fixture: null, mirror, upstream, base: written },
    });
    expect(tree.baseCheckout).toBe('lab');
    await tree.checkOut('base', signal());
    expect((await tree.facts('base', signal())).intendedStamp).toBe(commit.slice(0, 8));
  });

  test('a commit that is no tip of anything is found', async () => {
    const { mirror, upstream } = await ownRepositories();
    const head = git(mirror, 'rev-parse', 'upgrade-0.9.0~1');
    const tree = await treeIn(bench.dir, {
      recipe: { ...kind, fixture: null, mirror, upstream, head: head.slice(0, 9) },
    });
    expect((await tree.facts('upgrade', signal())).intendedStamp).toBe(head.slice(0, 8));
  });

  test.each([
    [
      { base: '0.7.0+3.3.2' },
      /^base: upstream .*upstream\.git has no tag 0\.7\.0\+3\.3\.2, and the mirror no such branch or commit$/,
      'the nearest tag is 0.7.0+3.3.1',
    ],
    [
      { head: 'upgrade-0.9' },
      /^head: mirror .*mirror\.git has no ref or commit upgrade-0\.9$/,
      'the nearest ref is upgrade-0.9.0',
    ],
    [{ head: 'deadbeef' }, /^head: mirror .*mirror\.git has no ref or commit deadbeef$/, null],
  ])('what is not there is told: %j', async (over, message, hint) => {
    await expect(treeIn(bench.dir, { recipe: { ...kind, ...over } })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(message) as string,
      ...(hint === null ? {} : { hint }),
    });
  });

  test('the canonical tree of given repositories is made once, and what is made beside it is thrown away', async () => {
    const { mirror, upstream } = await ownRepositories();
    const given = { recipe: { ...kind, fixture: null, mirror, upstream } };
    await Promise.all([1, 2, 3].map(() => treeIn(bench.dir, given)));
    expect(await canonicals()).toHaveLength(1);
    const lines: string[] = [];
    await treeIn(bench.dir, given, lines);
    expect(lines.join('')).not.toMatch(/repack|git fetch/);
    expect((await stat(join(bench.dir, (await canonicals())[0] ?? ''))).mode & 0o077).toBe(0);
  });

  test('a trial starts few git processes', async () => {
    await treeIn(bench.dir, { recipe: kind });
    const lines: string[] = [];
    await treeIn(bench.dir, { recipe: kind }, lines);
    expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      clone === 'copy' ? '$ cp -a' : '$ git clone',
      '$ git show-ref',
    ]);
  });

  test('a long history makes a tree of few files, whose objects need nothing outside of it', async () => {
    const long = longHistory(bench.dir, 2000);
    const tree = await treeIn(bench.dir, {
      recipe: { ...kind, fixture: null, mirror: long, upstream: long, base: '0.9.0+1', head: 'main' },
    });
    const files = (await readdir(join(tree.dir, '.git'), { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile(),
    );
    expect(files.length).toBeLessThan(20);
    expect(files.map(({ name }) => name)).not.toContain('alternates');
    const pack = files.find(({ name }) => name.endsWith('.pack'));
    expect((await stat(join(pack?.parentPath ?? '', pack?.name ?? ''))).nlink).toBe(clone === 'copy' ? 1 : 2);
    expect(git(tree.dir, 'rev-list', '--count', 'HEAD')).toBe('2000');
    expect(git(tree.dir, 'fsck', '--strict')).toBe('');
  });
});

test(
  'who checks base out: the lab in a copy, the deployer in a clone, and the lab wherever the tag is ' +
    'lightweight',
  async () => {
    const { mirror, upstream } = await ownRepositories();
    git(upstream, 'tag', '0.7.1+light', '0.7.0+3.3.1^{commit}');
    const checker = async (clone: string, base: string): Promise<string> =>
      (await treeIn(bench.dir, { recipe: { ...recipe, clone, fixture: null, mirror, upstream, base } }))
        .baseCheckout;
    expect([await checker('copy', '0.7.0+3.3.1'), await checker('base-deploy', '0.7.0+3.3.1')]).toEqual([
      'lab',
      'deployer',
    ]);
    expect([await checker('copy', '0.7.1+light'), await checker('base-deploy', '0.7.1+light')]).toEqual([
      'lab',
      'lab',
    ]);
  },
);

test('a copy goes on with the reflog of the canonical tree, which is that of a clone of the upstream', async () => {
  const { upstream } = await cachedFixture(join(scenarioDir, recipe.fixture ?? ''), signal());
  const tree = await treeIn(bench.dir, { recipe: { ...recipe, clone: 'copy' } });
  expect((await tree.facts('base', signal())).reflog).toEqual([
    `${git(upstream, 'rev-parse', 'main')} clone: from ${upstream}`,
  ]);
});
