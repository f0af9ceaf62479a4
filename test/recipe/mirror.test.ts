// The mirror clone on real git: what it fetches, what it says of itself, and that its truth does not come
// from its worktree.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cachedFixture, type FixtureRepositories } from '../../src/recipe/fixture/fixture.js';
import { git, openBench, scenarioDir, signal, treeIn } from './bench.js';
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

/** The fixture's repositories, the mirror a copy to meddle with. */
async function ownMirror(): Promise<FixtureRepositories> {
  const { upstream, mirror: shared } = await cachedFixture(join(scenarioDir, recipe.fixture ?? ''), signal());
  const mirror = join(bench.dir, 'mirror.git');
  execFileSync('cp', ['-a', shared, mirror]);
  return { mirror, upstream };
}

test('the mirror lacks tags, and the clone has them after the fetch from the upstream', async () => {
  const { mirror } = await cachedFixture(join(scenarioDir, recipe.fixture ?? ''), signal());
  expect(git(mirror, 'tag')).toBe('0.5.0+3.1.0');
  const tree = await treeIn(bench.dir);
  const { tags } = await tree.facts('base', signal());
  expect(tags).toEqual(['0.5.0+3.1.0', '0.6.0+3.2.5', '0.7.0+3.3.1']);
});

test('base is checked out by its tag and head after it, and the reflog tells of both', async () => {
  const tree = await treeIn(bench.dir);
  await tree.checkOut('base', signal());
  expect(await tree.facts('base', signal())).toMatchObject({
    step: 'base',
    dirty: [],
    treeStamp: baseStamp,
    intendedStamp: baseStamp,
  });
  expect(await readFile(join(tree.dir, 'compose.yml'), 'utf8')).toContain('version=0.7.0+3.3.1');
  await tree.checkOut('upgrade', signal());
  const facts = await tree.facts('upgrade', signal());
  expect(facts).toMatchObject({ step: 'upgrade', dirty: [], treeStamp: headStamp, intendedStamp: headStamp });
  expect(facts.head.slice(0, 8)).toBe(headStamp);
  expect(facts.reflog[0]).toMatch(new RegExp(`^${headStamp}\\w+ checkout: moving from ${baseStamp}`));
  expect(facts.reflog.at(-1)).toContain('clone: from');
});

test('the tree lies where abra looks for it, in a scratch ABRA_DIR of the run', async () => {
  const tree = await treeIn(bench.dir);
  expect(tree.dir).toBe(join(tree.abraDir, 'recipes', 'discourse'));
  expect(tree.abraDir).toMatch(/\/trial-\w+\/abra$/);
});

test('the deployer is to check base out, but not by a lightweight tag, which no deploy by version takes', async () => {
  expect((await treeIn(bench.dir)).baseCheckout).toBe('deployer');
  const { mirror, upstream } = await ownMirror();
  const own = join(bench.dir, 'upstream.git');
  execFileSync('cp', ['-a', upstream, own]);
  git(own, 'tag', '0.7.1+light', '0.7.0+3.3.1^{commit}');
  const tree = await treeIn(bench.dir, {
    recipe: { ...recipe, fixture: null, mirror, upstream: own, base: '0.7.1+light' },
  });
  expect(tree.baseCheckout).toBe('lab');
});

test('an overlay is an untracked file in the tree, and puts +U on both stamps', async () => {
  const tree = await treeIn(bench.dir, { overlays: ['overlays/stop-first.yml'] });
  expect(tree.overlays.upgrade).toEqual(['compose.stop-first.yml']);
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

test("an overlay of one side only is in that side's tree, and the other's stamp has no +U", async () => {
  const side = { env: {}, overlays: [], images: [] };
  const own = { ...side, overlays: ['overlays/stop-first.yml'] };
  const tree = await treeIn(bench.dir, { sides: { base: own, head: { ...side, sample: true } } });
  expect(tree.overlays).toEqual({ base: ['compose.stop-first.yml'], upgrade: [] });
  for (const [step, dirty, stamp] of [
    ['base', ['compose.stop-first.yml'], `${baseStamp}+U`],
    ['upgrade', [], headStamp],
    ['base', ['compose.stop-first.yml'], `${baseStamp}+U`],
  ] as const) {
    await tree.checkOut(step, signal());
    const facts = await tree.facts(step, signal());
    expect(facts).toMatchObject({ dirty, treeStamp: stamp, intendedStamp: stamp });
    expect(tree.stampAt(step)).toBe(stamp);
  }
});

test("a head's overlay comes after those of both, and a file that both name is dropped once", async () => {
  const side = { env: {}, overlays: [], images: [] };
  const own = { ...side, overlays: ['overlays/stop-first.yml', 'overlays/short-monitor.yml'] };
  const tree = await treeIn(bench.dir, {
    overlays: ['overlays/stop-first.yml'],
    sides: { base: side, head: { ...own, sample: true } },
  });
  expect(tree.overlays).toEqual({
    base: ['compose.stop-first.yml'],
    upgrade: ['compose.stop-first.yml', 'compose.short-monitor.yml'],
  });
});

test('a wrong checkout between the tree and the deploy shows as a tree stamp that is not the intended one', async () => {
  const tree = await treeIn(bench.dir);
  await tree.checkOut('upgrade', signal());
  git(tree.dir, 'checkout', '--force', '0.7.0+3.3.1');
  expect(await tree.facts('upgrade', signal())).toMatchObject({
    treeStamp: baseStamp,
    intendedStamp: headStamp,
  });
  expect(await tree.stamp(signal())).toBe(baseStamp);
});

test('the intended stamp stands even when the clone itself is meddled with', async () => {
  const tree = await treeIn(bench.dir);
  git(tree.dir, 'tag', '--force', '0.7.0+3.3.1', '0.5.0+3.1.0^{commit}');
  await tree.checkOut('base', signal());
  const { treeStamp, intendedStamp } = await tree.facts('base', signal());
  expect(intendedStamp).toBe(baseStamp);
  expect(treeStamp).not.toBe(baseStamp);
});

test('a changed file and a new one show in the facts', async () => {
  const tree = await treeIn(bench.dir);
  await tree.checkOut('upgrade', signal());
  await writeFile(join(tree.dir, 'abra.sh'), 'changed\n');
  await writeFile(join(tree.dir, 'a new file'), '');
  expect(await tree.facts('upgrade', signal())).toMatchObject({
    dirty: ['a new file', 'abra.sh'],
    treeStamp: `${headStamp}+U`,
    intendedStamp: headStamp,
  });
});

test.each([
  'df7702b1',
  'df7702b160ad782c67810d1efe6d34cf87643dc3',
  'refs/pull/1/head',
  'pull/1/head',
  'refs/heads/upgrade-0.9.0',
])('head may be written %s', async (head) => {
  const tree = await treeIn(bench.dir, { recipe: { ...recipe, head } });
  await tree.checkOut('upgrade', signal());
  expect(await tree.facts('upgrade', signal())).toMatchObject({
    treeStamp: headStamp,
    intendedStamp: headStamp,
  });
});

test('a commit that only a pull ref leads to is found', async () => {
  const { mirror, upstream } = await ownMirror();
  git(mirror, 'branch', '-D', 'upgrade-0.9.0');
  const tree = await treeIn(bench.dir, {
    recipe: { ...recipe, fixture: null, mirror, upstream, head: headStamp },
  });
  await tree.checkOut('upgrade', signal());
  expect(await tree.facts('upgrade', signal())).toMatchObject({
    treeStamp: headStamp,
    intendedStamp: headStamp,
  });
});

test('every git command is on the console', async () => {
  const lines: string[] = [];
  const tree = await treeIn(bench.dir, {}, lines);
  await tree.checkOut('base', signal());
  const text = lines.join('');
  for (const command of [
    'git clone',
    'git remote add upstream',
    'git fetch upstream refs/tags/*:refs/tags/*',
    'git checkout --quiet --force refs/tags/0.7.0+3.3.1',
  ]) {
    expect(text).toContain(`$ ${command}`);
  }
});

test('a trial starts eleven git processes: each costs the lab time that its other trials want', async () => {
  const lines: string[] = [];
  const tree = await treeIn(bench.dir, {}, lines);
  for (const step of ['base', 'upgrade'] as const) {
    await tree.checkOut(step, signal());
    const { treeStamp } = await tree.facts(step, signal());
    expect(await tree.stamp(signal())).toBe(treeStamp);
  }
  expect(lines.filter((line) => line.startsWith('$ git '))).toHaveLength(11);
});

test('a base tag that only the mirror has is refused, for versions are published in the upstream', async () => {
  const { mirror, upstream } = await ownMirror();
  git(mirror, 'tag', '0.9.9+1', 'main');
  await expect(
    treeIn(bench.dir, { recipe: { ...recipe, fixture: null, mirror, upstream, base: '0.9.9+1' } }),
  ).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/upstream .*upstream\.git has no tag 0\.9\.9\+1/) as string,
  });
});

test('a head may be a tag of the mirror, and not one that only the upstream has', async () => {
  const tree = await treeIn(bench.dir, { recipe: { ...recipe, head: '0.5.0+3.1.0' } });
  await tree.checkOut('upgrade', signal());
  const { treeStamp, intendedStamp, head } = await tree.facts('upgrade', signal());
  expect([treeStamp, head]).toEqual([intendedStamp, git(tree.dir, 'rev-parse', '0.5.0+3.1.0^{commit}')]);
  await expect(treeIn(bench.dir, { recipe: { ...recipe, head: '0.6.0+3.2.5' } })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/mirror .*mirror\.git has no ref or commit 0\.6\.0/) as string,
  });
});

test('the stamp of a tag that names another tag is that of the commit', async () => {
  const { mirror, upstream } = await ownMirror();
  const own = join(bench.dir, 'upstream.git');
  execFileSync('cp', ['-a', upstream, own]);
  git(own, 'tag', '--annotate', '--message', 'renamed', '0.7.1+3.3.1', '0.7.0+3.3.1');
  const tree = await treeIn(bench.dir, {
    recipe: { ...recipe, fixture: null, mirror, upstream: own, base: '0.7.1+3.3.1' },
  });
  await tree.checkOut('base', signal());
  expect(await tree.facts('base', signal())).toMatchObject({
    treeStamp: baseStamp,
    intendedStamp: baseStamp,
  });
});

test('a commit that is no tip of a branch is found', async () => {
  const { mirror, upstream } = await ownMirror();
  const head = git(mirror, 'rev-parse', 'main~1');
  const tree = await treeIn(bench.dir, { recipe: { ...recipe, fixture: null, mirror, upstream, head } });
  await tree.checkOut('upgrade', signal());
  expect(await tree.facts('upgrade', signal())).toMatchObject({ head, intendedStamp: head.slice(0, 8) });
});

test('repositories with nothing in them are told as such', async () => {
  const empty = join(bench.dir, 'empty.git');
  git(bench.dir, 'init', '--quiet', '--bare', empty);
  await expect(
    treeIn(bench.dir, { recipe: { ...recipe, fixture: null, mirror: empty, upstream: empty } }),
  ).rejects.toMatchObject({
    code: 'bad-input',
    hint: 'it has no tags at all: is it the right repository?',
  });
});

test('an upstream that cannot be read is told with its place', async () => {
  const { mirror } = await ownMirror();
  await expect(
    treeIn(bench.dir, { recipe: { ...recipe, fixture: null, mirror, upstream: bench.dir } }),
  ).rejects.toMatchObject({
    code: 'tree',
    message: expect.stringContaining(`upstream ${bench.dir} cannot be read`) as string,
  });
});

test.each(['upgrade-0.9.0', 'upgrade-0.9.0~1'])('a base need not be a tag: %s', async (base) => {
  const { mirror } = await ownMirror();
  const commit = git(mirror, 'rev-parse', base);
  const written = base.includes('~') ? commit.slice(0, 9) : base;
  const tree = await treeIn(bench.dir, {
    recipe: { ...recipe, fixture: null, mirror, upstream: mirror, base: written },
  });
  expect(tree.baseCheckout).toBe('lab');
  await tree.checkOut('base', signal());
  expect((await tree.facts('base', signal())).intendedStamp).toBe(commit.slice(0, 8));
});

test('a missing base names the tag, the upstream and the nearest tag', async () => {
  await expect(treeIn(bench.dir, { recipe: { ...recipe, base: '0.7.0+3.3.2' } })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/upstream .*upstream\.git has no tag 0\.7\.0\+3\.3\.2/) as string,
    hint: 'the nearest tag is 0.7.0+3.3.1',
  });
});

test.each([
  ['upgrade-0.9', 'the nearest ref is upgrade-0.9.0'],
  ['deadbeef', null],
])('a missing head %s names the mirror and the nearest ref', async (head, hint) => {
  await expect(treeIn(bench.dir, { recipe: { ...recipe, head } })).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(
      new RegExp(`mirror .*mirror\\.git has no ref or commit ${head}`),
    ) as string,
    ...(hint === null ? {} : { hint }),
  });
});

test('a URL that cannot be reached is a tree error that shows no credentials', async () => {
  const url = 'http://user:s3cr3t@127.0.0.1:9/discourse.git';
  const lines: string[] = [];
  const making = treeIn(
    bench.dir,
    { recipe: { ...recipe, fixture: null, mirror: url, upstream: url } },
    lines,
  );
  await expect(making).rejects.toMatchObject({
    code: 'tree',
    message: expect.stringContaining('http://***@127.0.0.1:9/discourse.git cannot be read') as string,
  });
  await making.catch((error: unknown) => {
    expect(String(error)).not.toContain('s3cr3t');
  });
  expect(lines.join('')).not.toContain('s3cr3t');
});

test('a tag that the mirror and the upstream disagree about is an error, not a choice', async () => {
  const { mirror, upstream } = await ownMirror();
  git(mirror, 'tag', '--force', '0.7.0+3.3.1', 'main');
  await expect(
    treeIn(bench.dir, { recipe: { ...recipe, fixture: null, mirror, upstream } }),
  ).rejects.toMatchObject({
    code: 'tree',
    message: expect.stringMatching(/\[rejected\] +0\.7\.0\+3\.3\.1 .*would clobber existing tag/) as string,
  });
});

test('overlays that would have the same name, or are not there, are refused', async () => {
  await mkdir(join(bench.dir, 'other'));
  const other = join(bench.dir, 'other', 'stop-first.yml');
  await expect(treeIn(bench.dir, { overlays: ['overlays/stop-first.yml', other] })).rejects.toMatchObject({
    code: 'bad-input',
  });
  const tree = await treeIn(bench.dir, { overlays: [other] });
  await expect(tree.checkOut('base', signal())).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(other) as string,
  });
});

test('an abort ends the making of a tree with its reason', async () => {
  const reason = new Error('stopped by hand');
  const controller = new AbortController();
  controller.abort(reason);
  const tree = await treeIn(bench.dir);
  await expect(tree.checkOut('base', controller.signal)).rejects.toBe(reason);
});
