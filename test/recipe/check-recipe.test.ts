// What is wrong with a recipe is said before any engine boots, all of it at once.
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mkdir, writeFile } from 'node:fs/promises';
import { cachedFixture } from '../../src/recipe/fixture/fixture.js';
import { checkRecipe } from '../../src/recipe/index.js';
import { git, openBench, scenarioDir, signal } from './bench.js';
import { recipe } from '../scenario/settings.js';

const kinds = ['mirror', 'base-deploy', 'copy'];
let bench: Awaited<ReturnType<typeof openBench>>;

beforeEach(async () => {
  bench = await openBench();
});
afterEach(async () => {
  await bench.end();
});

test.each(kinds)('a recipe that is all there has no problems, for %s', async (clone) => {
  expect(
    (await checkRecipe({ recipe: { ...recipe, clone }, pins: null, scenarioDir }, signal())).problems,
  ).toEqual([]);
});

test.each(kinds)('a wrong base and a wrong head are both told, for %s', async (clone) => {
  const problems = (
    await checkRecipe(
      { recipe: { ...recipe, clone, base: '0.7.0', head: 'upgrade' }, pins: null, scenarioDir },
      signal(),
    )
  ).problems;
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/^base: upstream .* has no tag 0\.7\.0, .* \(the nearest tag is /);
  expect(problems[1]).toMatch(/^head: mirror .* has no ref or commit upgrade \(the nearest ref is /);
});

test('a repository that is not there is told with its path', async () => {
  const [problem] = (
    await checkRecipe(
      {
        recipe: { ...recipe, fixture: null, mirror: '../nowhere', upstream: '../nowhere' },
        pins: null,
        scenarioDir,
      },
      signal(),
    )
  ).problems;
  expect(problem).toContain('mirror repository ../nowhere');
});

test.each(kinds)('a mirror or an upstream that is no repository is told, for %s', async (clone) => {
  const { mirror, upstream } = await cachedFixture(join(scenarioDir, recipe.fixture ?? ''), signal());
  const given = { ...recipe, clone, fixture: null, mirror, upstream };
  const what =
    'cannot be read: it is not a git repository (give the path of a git repository, relative to the ' +
    'scenario, or a URL)';
  expect(
    (await checkRecipe({ recipe: { ...given, mirror: bench.dir }, pins: null, scenarioDir }, signal()))
      .problems,
  ).toEqual([`mirror ${bench.dir} ${what}`]);
  expect(
    (await checkRecipe({ recipe: { ...given, upstream: bench.dir }, pins: null, scenarioDir }, signal()))
      .problems,
  ).toEqual([`upstream ${bench.dir} ${what}`]);
});

test.each(kinds)(
  'a remote that cannot be reached is told with its address and without its password, for %s',
  async (clone) => {
    const url = 'http://user:s3cr3t@127.0.0.1:9/discourse.git';
    const problems = (
      await checkRecipe(
        { recipe: { ...recipe, clone, fixture: null, mirror: url, upstream: url }, pins: null, scenarioDir },
        signal(),
      )
    ).problems;
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^(mirror|upstream) http:\/\/\*\*\*@127\.0\.0\.1:9\/discourse\.git cannot be read: .*\(try `git ls-remote`/,
    );
    expect(problems[0]).not.toContain('s3cr3t');
  },
);

test.each(kinds)('a remote that never answers is told when the time is over, for %s', async (clone) => {
  const { mirror } = await cachedFixture(join(scenarioDir, recipe.fixture ?? ''), signal());
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const upstream = `http://127.0.0.1:${String((silent.address() as AddressInfo).port)}/discourse.git`;
  const problems = (
    await checkRecipe(
      { recipe: { ...recipe, clone, fixture: null, mirror, upstream }, pins: null, scenarioDir },
      AbortSignal.timeout(1500),
    )
  ).problems;
  silent.close();
  expect(problems).toEqual([
    `upstream ${upstream} did not answer in time (try \`git ls-remote\` on it: is the address right, ` +
      'and can it be reached from here?)',
  ]);
});

test.each(kinds)('a commit without a compose file is told, for %s', async (clone) => {
  const dir = join(bench.dir, 'empty');
  await mkdir(dir);
  git(dir, 'init', '--initial-branch=main');
  await writeFile(join(dir, 'README.md'), 'nothing to deploy\n');
  git(dir, 'add', '.');
  git(dir, 'commit', '--message', 'first');
  git(dir, 'tag', '1.0.0+1');
  const problems = (
    await checkRecipe(
      {
        recipe: {
          ...recipe,
          clone,
          fixture: null,
          mirror: dir,
          upstream: dir,
          base: '1.0.0+1',
          head: 'main',
        },
        pins: null,
        scenarioDir,
      },
      signal(),
    )
  ).problems;
  expect(problems.map((problem) => problem.replace(/commit \w+/, 'commit X'))).toEqual([
    "base 1.0.0+1: commit X has no compose.yml (is this the recipe's repository, and the version " +
      'meant? a recipe has that file, docker-compose.yml or docker-stack.yml at its top)',
    "head main: commit X has no compose.yml (is this the recipe's repository, and the version meant? " +
      'a recipe has that file, docker-compose.yml or docker-stack.yml at its top)',
  ]);
});

test.each(kinds)(
  'every compose file of COMPOSE_FILE has to be there, at base and at head, for %s',
  async (clone) => {
    const dir = join(bench.dir, 'several');
    await mkdir(dir);
    git(dir, 'init', '--initial-branch=main');
    const sample = 'COMPOSE_FILE="compose.yml"\nCOMPOSE_FILE="$COMPOSE_FILE:compose.smtp.yml"\n';
    await writeFile(join(dir, '.env.sample'), sample);
    await writeFile(join(dir, 'compose.yml'), 'services: { app: { image: "a:1" } }\n');
    await writeFile(join(dir, 'compose.smtp.yml'), 'services: { mail: { image: "m:1" } }\n');
    git(dir, 'add', '.');
    git(dir, 'commit', '--message', 'first');
    git(dir, 'tag', '1.0.0+1');
    git(dir, 'rm', '--quiet', 'compose.smtp.yml');
    git(dir, 'commit', '--message', 'second');
    const given = { ...recipe, clone, fixture: null, mirror: dir, upstream: dir, base: '1.0.0+1' };
    const ask = (head: string, env = {}): ReturnType<typeof checkRecipe> =>
      checkRecipe(
        { recipe: { ...given, head }, pins: null, scenarioDir, envs: { base: env, head: env, sample: true } },
        signal(),
      );
    expect((await ask('main')).problems).toEqual([
      expect.stringMatching(
        /^head main: commit \w+ has no compose\.smtp\.yml \(COMPOSE_FILE is compose\.yml:/,
      ),
    ]);
    expect((await ask('1.0.0+1')).sides?.base.files.map(({ file }) => file)).toEqual([
      'compose.yml',
      'compose.smtp.yml',
    ]);
    expect((await ask('main', { COMPOSE_FILE: 'compose.yml' })).problems).toEqual([]);
  },
);
