// Fixture repositories on real git: the same ids everywhere, made once, and a mirror that lacks what a mirror
// lacks.
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cachedFixture, makeFixture } from '../../src/recipe/fixture/fixture.js';
import { git, openBench, scenarioDir, signal } from './bench.js';

const discourse = join(scenarioDir, 'recipes/discourse');
let bench: Awaited<ReturnType<typeof openBench>>;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.end();
});

test('commit ids are the same on every machine', async () => {
  const { upstream, mirror } = await makeFixture(discourse, bench.dir, signal());
  expect(git(upstream, 'rev-parse', '0.7.0+3.3.1^{commit}')).toBe('3ec3d7cc7d1d05ac6980dadb607a1a6d7a7a48cd');
  expect(git(upstream, 'rev-parse', '0.7.0+3.3.1')).toBe('613a89bd044e49b659a5e6ad6e04a921b4166257');
  expect(git(mirror, 'rev-parse', 'upgrade-0.9.0')).toBe('df7702b160ad782c67810d1efe6d34cf87643dc3');
  expect(git(mirror, 'rev-parse', 'label-only')).toBe('5037eb916b94dda21f86494adfed6b8f8711a901');
});

test('commit ids do not depend on the configuration, identity, time zone or umask of whoever makes them', async () => {
  await writeFile(
    join(bench.dir, '.gitconfig'),
    '[user]\nname = Someone\n[core]\nautocrlf = true\n[init]\ndefaultBranch = ' +
      'trunk\n[commit]\ngpgsign = true\n',
  );
  for (const [name, value] of [
    ['HOME', bench.dir],
    ['TZ', 'Asia/Tokyo'],
    ['GIT_AUTHOR_NAME', 'Someone'],
    ['GIT_DIR', '/nowhere'],
  ] as const) {
    vi.stubEnv(name, value);
  }
  const { mirror } = await makeFixture(discourse, bench.dir, signal());
  expect(git(mirror, 'rev-parse', 'upgrade-0.9.0')).toBe('df7702b160ad782c67810d1efe6d34cf87643dc3');
  expect(git(mirror, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
});

test('version tags are annotated, and the mirror lacks the newest of them but has the pull requests', async () => {
  const { upstream, mirror } = await makeFixture(discourse, bench.dir, signal());
  expect(git(upstream, 'tag').split('\n')).toEqual(['0.5.0+3.1.0', '0.6.0+3.2.5', '0.7.0+3.3.1']);
  expect(git(upstream, 'cat-file', '-t', '0.7.0+3.3.1')).toBe('tag');
  expect(git(mirror, 'tag')).toBe('0.5.0+3.1.0');
  expect(git(mirror, 'rev-parse', 'refs/pull/1/head')).toBe(git(mirror, 'rev-parse', 'upgrade-0.9.0'));
  expect(git(upstream, 'branch', '--list', 'upgrade-0.9.0')).toBe('');
  expect(git(mirror, 'describe', 'upgrade-0.9.0')).not.toContain('0.9.0');
});

test('the label-only head differs from base in deploy labels and nothing else', async () => {
  const { mirror } = await makeFixture(discourse, bench.dir, signal());
  const changed = git(mirror, 'diff', '--unified=0', 'label-only~1', 'label-only')
    .split('\n')
    .filter((line) => /^[+-] /.test(line));
  expect(changed).toEqual([
    '-        - "coop-cloud.${STACK_NAME}.version=0.7.0+3.3.1"',
    '+        - "coop-cloud.${STACK_NAME}.version=0.7.1+3.3.1"',
  ]);
});

test('a fixture is made once, also when many ask for it at the same time', async () => {
  const cache = join(bench.dir, 'fixtures');
  const made = await Promise.all(Array.from({ length: 6 }, () => cachedFixture(discourse, signal(), cache)));
  expect(new Set(made.map(({ mirror }) => mirror)).size).toBe(1);
  expect(await readdir(cache)).toHaveLength(1);
  expect(git(made[0]?.mirror ?? '', 'rev-parse', 'upgrade-0.9.0')).toBe(
    'df7702b160ad782c67810d1efe6d34cf87643dc3',
  );
});

test('a fixture whose files changed is made anew', async () => {
  const copy = join(bench.dir, 'copy');
  await cp(discourse, copy, { recursive: true });
  const before = await cachedFixture(copy, signal(), join(bench.dir, 'fixtures'));
  await writeFile(join(copy, '09-upgrade', 'abra.sh'), 'export X=1\n');
  const after = await cachedFixture(copy, signal(), join(bench.dir, 'fixtures'));
  expect(after.mirror).not.toBe(before.mirror);
});

test('a fixture that cannot be read is refused with its place', async () => {
  const broken = join(bench.dir, 'broken');
  await mkdir(broken);
  await expect(cachedFixture(broken, signal())).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('history.yml') as string,
  });
  await writeFile(
    join(broken, 'history.yml'),
    'author: A <a@b>\ncommits: [{ folder: one, message: m, date: yesterday, colour: red }]\n',
  );
  await expect(cachedFixture(broken, signal())).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(/commits\.0\.date.*colour|colour.*commits\.0\.date/) as string,
  });
  await writeFile(
    join(broken, 'history.yml'),
    'author: A <a@b>\ncommits: [{ folder: one, message: m, date: 2025-01-01T00:00:00Z, from: 9.9 }]\n',
  );
  await mkdir(join(broken, 'one'));
  await expect(cachedFixture(broken, signal())).rejects.toMatchObject({ code: 'bad-input' });
  expect(await readdir(join(bench.dir, 'cache', 'driftlab', 'fixtures'))).toEqual([]);
});
