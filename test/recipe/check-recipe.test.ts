// What is wrong with a recipe is said before any engine boots, all of it at once.
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mkdir, writeFile } from 'node:fs/promises';
import { checkRecipe } from '../../src/recipe/index.js';
import { git, openBench, recipe, scenarioDir, signal } from './bench.js';

let bench: Awaited<ReturnType<typeof openBench>>;

beforeEach(async () => { bench = await openBench(); });
afterEach(async () => { await bench.end(); });

test('a recipe that is all there has no problems', async () => {
  expect(await checkRecipe(recipe, scenarioDir, signal())).toEqual([]);
});

test('a wrong base and a wrong head are both told', async () => {
  const problems = await checkRecipe({ ...recipe, base: '0.7.0', head: 'upgrade' }, scenarioDir, signal());
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/^base: upstream .* has no tag 0\.7\.0 \(the nearest tag is /);
  expect(problems[1]).toMatch(/^head: mirror .* has no ref or commit upgrade \(the nearest ref is /);
});

test('a repository that is not there is told with its path', async () => {
  const [problem] = await checkRecipe({ ...recipe, fixture: null, mirror: '../nowhere', upstream: '../nowhere' }, scenarioDir, signal());
  expect(problem).toContain('mirror repository ../nowhere');
});

test('a folder that is no repository is told', async () => {
  const [problem] = await checkRecipe({ ...recipe, fixture: null, mirror: bench.dir, upstream: bench.dir }, scenarioDir, signal());
  expect(problem).toContain(`mirror ${bench.dir} cannot be read`);
});

test('a commit without a compose file is told', async () => {
  const dir = join(bench.dir, 'empty');
  await mkdir(dir);
  git(dir, 'init', '--initial-branch=main');
  await writeFile(join(dir, 'README.md'), 'nothing to deploy\n');
  git(dir, 'add', '.');
  git(dir, 'commit', '--message', 'first');
  git(dir, 'tag', '1.0.0+1');
  const problems = await checkRecipe({ ...recipe, fixture: null, mirror: dir, upstream: dir, base: '1.0.0+1', head: 'main' }, scenarioDir, signal());
  expect(problems.map((problem) => problem.replace(/commit \w+/, 'commit X'))).toEqual([
    'base 1.0.0+1: commit X has no compose.yml (is this the recipe\'s repository, and the version meant? a recipe has that file at its top)',
    'head main: commit X has no compose.yml (is this the recipe\'s repository, and the version meant? a recipe has that file at its top)',
  ]);
});
