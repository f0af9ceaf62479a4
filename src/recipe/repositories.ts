// Where a recipe's repositories are: those of its fixture, or the mirror and upstream that the scenario
// names.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { redact } from '../base/secrets/index.js';
import type { RecipeSettings } from '../scenario/scenario.js';
import { cachedFixture, type FixtureRepositories } from './fixture/fixture.js';

/** Absolute paths or URLs of the two repositories. Throws `bad-input` for a path where nothing is. */
export async function repositoriesOf(
  recipe: RecipeSettings,
  scenarioDir: string,
  signal: AbortSignal,
): Promise<FixtureRepositories> {
  if (recipe.fixture !== null) return cachedFixture(resolve(scenarioDir, recipe.fixture), signal);
  return {
    mirror: await located('mirror', recipe.mirror, scenarioDir),
    upstream: await located('upstream', recipe.upstream, scenarioDir),
  };
}

async function located(role: string, written: string | null, scenarioDir: string): Promise<string> {
  if (written === null) {
    throw new LabError('bad-input', `the recipe names no ${role}`, {
      hint: 'give mirror and upstream, or a fixture',
      phase: 'tree',
    });
  }
  if (isUrl(written)) return written;
  const path = resolve(scenarioDir, written);
  if (
    await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    )
  )
    return path;
  throw new LabError('bad-input', `${role} repository ${redact(written)}: there is no folder ${path}`, {
    hint: 'give the path of a git repository, relative to the scenario, or a URL',
    phase: 'tree',
  });
}

/** Whether one of them is not on this machine. */
export function isElsewhere({ fixture, mirror, upstream }: RecipeSettings): boolean {
  const isRemote = (written: string | null): boolean =>
    written !== null && isUrl(written) && !written.startsWith('file:');
  return fixture === null && (isRemote(mirror) || isRemote(upstream));
}

/** `https://…`, `ssh://…`, `file://…`, or `git@host:path`. */
function isUrl(text: string): boolean {
  return /^(https?|ssh|git|file):\/\//i.test(text) || /^[\w.-]+@[\w.-]+:/.test(text);
}
