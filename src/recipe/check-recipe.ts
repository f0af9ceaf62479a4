// Whether a recipe can be used, found out before any engine is booted; and which commits base and head are,
// for all trials alike.
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { LabError } from '../base/lab-error.js';
import { scratchPrefix } from '../base/scratch.js';
import type { PinnedCommits, RecipeSettings } from '../scenario/scenario.js';
import { canonicalBase, canonicalHead } from './canonical-tree.js';
import type { Env } from '../compose/interpolate.js';
import { canonicalOf } from './canonical.js';
import { cloneMirror, pinnedBase, pinnedHead } from './clone.js';
import { clones } from './clones/index.js';
import { envAt, sideAt, type Side } from './compose-at.js';
import { gitIn, type Git } from './git.js';
import type { MovedRef, Pinned } from './pin.js';
import { refsInClone } from './refs.js';
import { isElsewhere, repositoriesOf } from './repositories.js';

const console = (): void => undefined;

export interface RecipeQuestion {
  readonly recipe: RecipeSettings;
  /** What base and head were when the campaign began; null before it begins. */
  readonly pins: PinnedCommits | null;
  readonly scenarioDir: string;
  /** The scenario's variables, which may name the compose files. */
  readonly env?: Env;
}

export interface RecipeCheck {
  /**
   * False when a repository elsewhere could not be opened, so that nothing is known of it; `problems` say
   * why.
   */
  readonly reached: boolean;
  /** A sentence each with the way out; empty when all is well. */
  readonly problems: readonly string[];
  /** What is to be deployed; null where there are problems. */
  readonly commits: PinnedCommits | null;
  /** Refs that named another commit when the campaign began. */
  readonly moved: readonly MovedRef[];
  /** Base and head as they are deployed; null where there are problems. */
  readonly sides: { readonly base: Side; readonly head: Side } | null;
}

/** A recipe's commits, and how base and head are found among them. */
interface Opened {
  readonly git: Git;
  readonly base: () => Promise<Pinned>;
  readonly head: () => Promise<Pinned>;
}

/**
 * What is wrong with the recipe's repositories, base, head and compose file, and what base and head are.
 * Looks at what the clone kind starts from: the canonical tree is made here, so that every trial finds it.
 */
export async function checkRecipe(question: RecipeQuestion, signal: AbortSignal): Promise<RecipeCheck> {
  return withDir(
    async ({ path }) => {
      const problems: string[] = [];
      const opened = await collected(problems, () =>
        clones[question.recipe.clone]?.fromCanonical === true
          ? openCanonical(question, signal)
          : openMirror(question, path, signal),
      );
      const { recipe } = question;
      const nothing = { problems, commits: null, moved: [], sides: null };
      if (opened === null) return { ...nothing, reached: !isElsewhere(recipe) };
      const [base, head] = [await collected(problems, opened.base), await collected(problems, opened.head)];
      const env = base === null ? {} : await envAt(opened.git, base.commit, question.env ?? {});
      const sideOf = (what: string, pin: Pinned | null): Promise<Side | null> =>
        collected(problems, async () =>
          pin === null ? null : sideAt(opened.git, { what, commit: pin.commit, env }),
        );
      const before = await sideOf(`base ${recipe.base}`, base);
      const after = await sideOf(`head ${shortened(recipe.head)}`, base === null ? null : head);
      if (base === null || head === null || before === null || after === null)
        return { ...nothing, reached: true };
      return {
        reached: true,
        problems,
        commits: { base: base.commit, head: head.commit },
        moved: [base.moved, head.moved].filter((moved) => moved !== null),
        sides: { base: before, head: after },
      };
    },
    { prefix: scratchPrefix('check'), unsafeCleanup: true },
  );
}

/** `scratch` is an empty folder for the clone. */
async function openMirror(
  { recipe, pins, scenarioDir }: RecipeQuestion,
  scratch: string,
  signal: AbortSignal,
): Promise<Opened> {
  const repositories = await repositoriesOf(recipe, scenarioDir, signal);
  const clone = await cloneMirror(
    { repositories, dir: join(scratch, 'tree'), configFile: join(scratch, 'gitconfig'), console },
    signal,
  );
  const wanted = { recipe, pins };
  return {
    git: clone.git(signal),
    base: () => pinnedBase(clone, wanted, signal),
    head: () => pinnedHead(clone, wanted, signal),
  };
}

async function openCanonical(
  { recipe, pins, scenarioDir }: RecipeQuestion,
  signal: AbortSignal,
): Promise<Opened> {
  const canonical = await canonicalOf({ recipe, scenarioDir, console }, signal);
  const git = gitIn({ dir: canonical.dir, configFile: '/dev/null', console, signal });
  const question = { canonical, named: await refsInClone(git), git, recipe, pins };
  return { git, base: () => canonicalBase(question), head: () => canonicalHead(question) };
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

/** A whole commit id says no more than its first letters. */
function shortened(ref: string): string {
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 8) : ref;
}
