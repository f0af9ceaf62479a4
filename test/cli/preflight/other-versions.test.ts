// Versions that somebody else deploys in a trial are looked for before anything boots.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { present } from '../../../src/base/assert.js';
import { otherVersions, type OtherVersions } from '../../../src/cli/preflight/other-versions.js';
import { vocabulary } from '../../../src/cli/vocabulary.js';
import { checkRecipe } from '../../../src/recipe/index.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import type { Arm } from '../../../src/scenario/scenario.js';

const folder = fileURLToPath(new URL('../../../scenarios/actions/', import.meta.url));
const text = readFileSync(`${folder}other-deploy.yml`, 'utf8');

function looked(arm: Arm): Promise<OtherVersions> {
  const signal = AbortSignal.timeout(30_000);
  return otherVersions(arm, { scenarioDir: folder, check: (question) => checkRecipe(question, signal) });
}

async function problemsOf(scenario: string): Promise<readonly string[]> {
  const parsed = parseScenario(scenario, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const found: string[] = [];
  for (const arm of parsed.scenario.arms) found.push(...(await looked(present(arm, 'arm'))).problems);
  return found;
}

it('those of the shipped scenario are there', async () => {
  expect(await problemsOf(text)).toEqual([]);
});

it('a commit that the recipe has not, and an overlay that is no file, are named', async () => {
  const [commit = '', , overlay = ''] = await problemsOf(
    text.replaceAll('0.5.0+3.1.0', '9.9.9').replace('stop-first.yml', 'nowhere.yml'),
  );
  expect(commit).toMatch(
    /^deploy of: mirror \.\.\/recipes\/\S+ has no ref or commit 9\.9\.9 \(the nearest ref is /,
  );
  expect(overlay).toContain('nowhere.yml');
});

it('what a ref is, is found once, and stays what it was; one that is pinned to a commit that is not there is named', async () => {
  const parsed = parseScenario(text, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const arm = present(
    parsed.scenario.arms.find(({ settings: { actions } }) => JSON.stringify(actions).includes('0.5.0+3.1.0')),
    'arm that deploys another commit',
  );
  const found = await looked(arm);
  expect(found).toMatchObject({ problems: [], moved: [] });
  const commit = present(found.commits['0.5.0+3.1.0'], 'commit');
  expect(commit).toMatch(/^[0-9a-f]{40}$/);
  const pinnedTo = (other: string): typeof arm => ({
    ...arm,
    settings: { ...arm.settings, pinned: { base: commit, head: commit, others: { '0.5.0+3.1.0': other } } },
  });
  expect((await looked(pinnedTo(commit))).commits).toEqual(found.commits);
  const [problem] = (await looked(pinnedTo('0'.repeat(40)))).problems;
  expect(problem).toContain('00000000');
});
