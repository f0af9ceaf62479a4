// Whether a recipe can be used, found out before any engine is booted.
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { LabError } from '../base/lab-error.js';
import type { RecipeSettings } from '../scenario/scenario.js';
import { canonicalBase, canonicalHead } from './canonical-tree.js';
import { canonicalOf } from './canonical.js';
import { baseCommit, cloneMirror, headCommit } from './clone.js';
import { fromCanonical } from './clones/index.js';
import { gitIn, type Git } from './git.js';
import { refsInClone } from './refs.js';
import { repositoriesOf } from './repositories.js';

const composeFile = 'compose.yml';
const console = (): void => undefined;

/** A recipe's commits, and how base and head are found among them. */
interface Opened {
  readonly git: Git;
  readonly base: () => string | Promise<string>;
  readonly head: () => Promise<string>;
}

/**
 * What is wrong with the recipe's repositories, base, head and compose file, a sentence each with the way out; empty when all
 * is well. Looks at what the clone kind starts from: the canonical tree is made here, so that every trial finds it.
 */
export async function checkRecipe(recipe: RecipeSettings, scenarioDir: string, signal: AbortSignal): Promise<readonly string[]> {
  return withDir(
    async ({ path }) => {
      const problems: string[] = [];
      const opened = await collected(problems, () =>
        fromCanonical.includes(recipe.clone) ? openCanonical(recipe, scenarioDir, signal) : openMirror({ recipe, scenarioDir, scratch: path }, signal),
      );
      if (opened === null) return problems;
      const base = await collected(problems, opened.base);
      const head = await collected(problems, opened.head);
      if (base !== null) await collected(problems, () => hasCompose(opened.git, `base ${recipe.base}`, base));
      if (head !== null) await collected(problems, () => hasCompose(opened.git, `head ${recipe.head}`, head));
      return problems;
    },
    { prefix: `driftlab-${String(process.pid)}-check`, unsafeCleanup: true },
  );
}

interface MirrorCheck {
  readonly recipe: RecipeSettings;
  readonly scenarioDir: string;
  /** An empty folder for the clone. */
  readonly scratch: string;
}

async function openMirror({ recipe, scenarioDir, scratch }: MirrorCheck, signal: AbortSignal): Promise<Opened> {
  const repositories = await repositoriesOf(recipe, scenarioDir, signal);
  const clone = await cloneMirror({ repositories, dir: join(scratch, 'tree'), configFile: join(scratch, 'gitconfig'), console }, signal);
  return { git: clone.git(signal), base: () => baseCommit(clone, recipe.base, signal), head: () => headCommit(clone, recipe.head, signal) };
}

async function openCanonical(recipe: RecipeSettings, scenarioDir: string, signal: AbortSignal): Promise<Opened> {
  const canonical = await canonicalOf({ recipe, scenarioDir, console }, signal);
  const git = gitIn({ dir: canonical.dir, configFile: '/dev/null', console, signal });
  const named = await refsInClone(git);
  return {
    git,
    base: () => canonicalBase(canonical, named, recipe.base),
    head: () => canonicalHead({ canonical, named, git }, recipe.head),
  };
}

/** The value, or null with the problem written down; only faults of what the user gave are problems. */
async function collected<T>(problems: string[], work: () => T | Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LabError) || !['bad-input', 'tree', 'timeout'].includes(error.code)) throw error;
    problems.push(error.hint === null ? error.message : `${error.message} (${error.hint})`);
    return null;
  }
}

async function hasCompose(git: Git, what: string, commit: string): Promise<void> {
  const names = await git(['ls-tree', '--name-only', commit]);
  if (names.split('\n').includes(composeFile)) return;
  throw new LabError('bad-input', `${what}: commit ${commit.slice(0, 8)} has no ${composeFile}`, {
    hint: "is this the recipe's repository, and the version meant? a recipe has that file at its top",
  });
}
