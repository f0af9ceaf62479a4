// Whether a recipe can be used, found out before any engine is booted.
import { withDir } from 'tmp-promise';
import { LabError } from '../base/lab-error.js';
import type { RecipeSettings } from '../scenario/scenario.js';
import { baseCommit, cloneMirror, headCommit, type Clone } from './clone.js';
import { repositoriesOf } from './repositories.js';

const composeFile = 'compose.yml';

/** What is wrong with the recipe's repositories, base, head and compose file, a sentence each with the way out; empty when all is well. */
export async function checkRecipe(recipe: RecipeSettings, scenarioDir: string, signal: AbortSignal): Promise<readonly string[]> {
  return withDir(
    async ({ path }) => {
      const problems: string[] = [];
      const clone = await collected(problems, async () => {
        const repositories = await repositoriesOf(recipe, scenarioDir, signal);
        return cloneMirror({ repositories, parentDir: path, name: 'check', console: () => undefined }, signal);
      });
      if (clone === null) return problems;
      const base = await collected(problems, () => baseCommit(clone, recipe.base, signal));
      const head = await collected(problems, () => headCommit(clone, recipe.head, signal));
      if (base !== null) await collected(problems, () => hasCompose(clone, `base ${recipe.base}`, base, signal));
      if (head !== null) await collected(problems, () => hasCompose(clone, `head ${recipe.head}`, head, signal));
      return problems;
    },
    { prefix: 'driftlab-check', unsafeCleanup: true },
  );
}

/** The value, or null with the problem written down; only faults of what the user gave are problems. */
async function collected<T>(problems: string[], work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LabError) || (error.code !== 'bad-input' && error.code !== 'tree')) throw error;
    problems.push(error.hint === null ? error.message : `${error.message} (${error.hint})`);
    return null;
  }
}

async function hasCompose(clone: Clone, what: string, commit: string, signal: AbortSignal): Promise<void> {
  const names = await clone.git(signal)(['ls-tree', '--name-only', commit]);
  if (names.split('\n').includes(composeFile)) return;
  throw new LabError('bad-input', `${what}: commit ${commit.slice(0, 8)} has no ${composeFile}`, { hint: 'is it a recipe?' });
}
