// Versions that somebody else deploys in a trial are looked for before anything boots.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { present } from '../../../src/base/assert.js';
import { otherVersions } from '../../../src/cli/preflight/other-versions.js';
import { vocabulary } from '../../../src/cli/vocabulary.js';
import { parseScenario } from '../../../src/scenario/parse.js';

const folder = fileURLToPath(new URL('../../../scenarios/actions/', import.meta.url));
const text = readFileSync(`${folder}other-deploy.yml`, 'utf8');

async function problemsOf(scenario: string): Promise<readonly string[]> {
  const parsed = parseScenario(scenario, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const found: string[] = [];
  for (const arm of parsed.scenario.arms)
    found.push(...(await otherVersions(present(arm, 'arm'), folder, AbortSignal.timeout(30_000))).problems);
  return found;
}

it('those of the shipped scenario are there', async () => {
  expect(await problemsOf(text)).toEqual([]);
});

it('a commit that the recipe has not, and an overlay that is no file, are named', async () => {
  const [commit = '', , overlay = ''] = await problemsOf(
    text.replaceAll('0.5.0+3.1.0', '9.9.9').replace('stop-first.yml', 'nowhere.yml'),
  );
  expect(commit).toContain('9.9.9');
  expect(overlay).toContain('nowhere.yml');
});

it('what a ref is, is found once, and stays what it was; one that is pinned to a commit that is not there is named', async () => {
  const parsed = parseScenario(text, vocabulary);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const arm = present(
    parsed.scenario.arms.find(({ settings: { actions } }) => JSON.stringify(actions).includes('0.5.0+3.1.0')),
    'arm that deploys another commit',
  );
  const signal = AbortSignal.timeout(30_000);
  const found = await otherVersions(arm, folder, signal);
  expect(found).toMatchObject({ problems: [], moved: [] });
  const commit = present(found.commits['0.5.0+3.1.0'], 'commit');
  expect(commit).toMatch(/^[0-9a-f]{40}$/);
  const pinnedTo = (other: string): typeof arm => ({
    ...arm,
    settings: { ...arm.settings, pinned: { base: commit, head: commit, others: { '0.5.0+3.1.0': other } } },
  });
  expect((await otherVersions(pinnedTo(commit), folder, signal)).commits).toEqual(found.commits);
  const [problem] = (await otherVersions(pinnedTo('0'.repeat(40)), folder, signal)).problems;
  expect(problem).toContain('00000000');
});
