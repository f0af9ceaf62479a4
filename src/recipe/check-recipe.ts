// Whether a recipe can be used, found out before any engine is booted; and which commits base and head are,
// for all trials alike.
import { join } from 'node:path';
import { withDir } from 'tmp-promise';
import { LabError } from '../base/lab-error.js';
import { scratchPrefix } from '../base/scratch.js';
import type { PinnedCommits, RecipeSettings } from '../scenario/scenario.js';
import { canonicalBase, canonicalHead } from './canonical-tree.js';
import { broughtBy, madeFrom, movedOn } from '../compose/app-variables.js';
import type { Env } from '../compose/interpolate.js';
import { canonicalOf } from './canonical.js';
import { cloneMirror, pinnedBase, pinnedHead } from './clone.js';
import { clones } from './clones/index.js';
import { commitFiles, type CommitFiles } from './commit-files.js';
import { envTextsAt, sideAt, type Side } from './compose-at.js';
import type { FixtureRepositories } from './fixture/fixture.js';
import { gitIn, type Git } from './git.js';
import { readInPlace } from './in-place.js';
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
  readonly envs?: SideEnvs;
  /** Whether trials begin right after. */
  readonly trialsFollow?: boolean;
  /** What the user calls the version that stands in the head's place; `head` where it is the head. */
  readonly called?: string;
}

/** Of each side, and whether the head's app has what only the head's .env.sample names. */
export interface SideEnvs {
  readonly base: Env;
  readonly head: Env;
  readonly sample: boolean;
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
  /** Names that only the head's .env.sample gives, whether or not they are taken from it. */
  readonly newInSample: readonly string[];
}

/** A step's commit, and git where its objects are. */
type Found = Pinned & { readonly git: Git };

/** How base and head are found. */
interface Opened {
  readonly base: () => Promise<Found>;
  readonly head: () => Promise<Found>;
}

/** What is wrong with the recipe's repositories, base, head and compose file, and what base and head are. */
export async function checkRecipe(question: RecipeQuestion, signal: AbortSignal): Promise<RecipeCheck> {
  return withDir(
    async ({ path }) => {
      const problems: string[] = [];
      const told = (): readonly string[] => problems.map((one) => inUsersWords(one, question));
      const opened = await collected(problems, () => open(question, path, signal));
      if (opened === null) return { ...nothing, problems: told(), reached: !isElsewhere(question.recipe) };
      const [base, head] = [await collected(problems, opened.base), await collected(problems, opened.head)];
      const read = await readSides(question, { base, head, problems });
      if (base === null || head === null || read === null)
        return { ...nothing, problems: told(), reached: true };
      return {
        reached: true,
        problems: told(),
        commits: { base: base.commit, head: head.commit },
        moved: [base.moved, head.moved].filter((moved) => moved !== null),
        ...read,
      };
    },
    { prefix: scratchPrefix('check'), unsafeCleanup: true },
  );
}

/** A fixture's repositories are the lab's own, and no path of theirs says anything to its author. */
function inUsersWords(problem: string, { recipe: { fixture }, called = 'head' }: RecipeQuestion): string {
  const own = fixture === null ? problem : problem.replace(madeRepository, `$1 ${fixture}`);
  return own.replace(/^head\b/, called);
}

const madeRepository = /(mirror|upstream|repository) \/.*?(?=:| (?:has|cannot|did) )/;

const nothing = { commits: null, moved: [], sides: null, newInSample: [] } as const;

interface FoundSides {
  readonly base: Found | null;
  readonly head: Found | null;
  /** Takes what is wrong with them. */
  readonly problems: string[];
}

/** What there is to be read of both; null where one of them cannot be deployed. */
async function readSides(
  { recipe, envs = { base: {}, head: {}, sample: true }, called = 'head' }: RecipeQuestion,
  { base, head, problems }: FoundSides,
): Promise<Pick<RecipeCheck, 'sides' | 'newInSample'> | null> {
  if (base === null) return null;
  const filesOf = (found: Found): Promise<CommitFiles> => commitFiles(found.git, found.commit);
  const [ofBase, ofHead] = await Promise.all([filesOf(base), head === null ? null : filesOf(head)]);
  const made = await envTextsAt(ofBase);
  const side = (what: string, files: CommitFiles, env: Env): Promise<Side | null> =>
    collected(problems, () => sideAt({ what, files, env }));
  const before = await side(`base ${recipe.base}`, ofBase, { ...madeFrom(made), ...envs.base });
  if (ofHead === null) return null;
  const now = await envTextsAt(ofHead);
  const env = { ...movedOn(made, now, { looksThere: envs.sample }), ...envs.head };
  const after = await side(`${called} ${shortened(recipe.head)}`, ofHead, env);
  if (before === null || after === null) return null;
  return {
    sides: { base: before, head: after },
    newInSample: broughtBy(made, now).filter((name) => !(name in envs.head)),
  };
}

/**
 * In place where that can be; else by the clone that a trial would make. `scratch` is an empty folder. Where
 * trials follow, the canonical tree that they start from is made here, so that each of them finds it.
 */
async function open(question: RecipeQuestion, scratch: string, signal: AbortSignal): Promise<Opened> {
  const { recipe, scenarioDir, pins, trialsFollow = false } = question;
  const fromCanonical = clones[recipe.clone]?.fromCanonical === true;
  const repositories = await repositoriesOf(recipe, scenarioDir, signal);
  if (!fromCanonical || !trialsFollow) {
    const configFile = join(scratch, 'in-place');
    const found = await readInPlace({ repositories, recipe, pins, configFile }, signal);
    if (found !== null)
      return {
        base: () => Promise.resolve({ ...found.base, moved: null }),
        head: () => Promise.resolve({ ...found.head, moved: null }),
      };
  }
  return fromCanonical
    ? openCanonical(question, signal)
    : openMirror(question, { repositories, scratch }, signal);
}

interface Cloning {
  readonly repositories: FixtureRepositories;
  readonly scratch: string;
}

async function openMirror(
  { recipe, pins }: RecipeQuestion,
  { repositories, scratch }: Cloning,
  signal: AbortSignal,
): Promise<Opened> {
  const clone = await cloneMirror(
    { repositories, dir: join(scratch, 'tree'), configFile: join(scratch, 'gitconfig'), console },
    signal,
  );
  const git = clone.git(signal);
  const wanted = { recipe, pins };
  return {
    base: async () => ({ ...(await pinnedBase(clone, wanted, signal)), git }),
    head: async () => ({ ...(await pinnedHead(clone, wanted, signal)), git }),
  };
}

async function openCanonical(
  { recipe, pins, scenarioDir }: RecipeQuestion,
  signal: AbortSignal,
): Promise<Opened> {
  const canonical = await canonicalOf({ recipe, scenarioDir, console }, signal);
  const git = gitIn({ dir: canonical.dir, configFile: '/dev/null', console, signal });
  const question = { canonical, named: await refsInClone(git), git, recipe, pins };
  return {
    base: async () => ({ ...(await canonicalBase(question)), git }),
    head: async () => ({ ...(await canonicalHead(question)), git }),
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

/** A whole commit id says no more than its first letters. */
function shortened(ref: string): string {
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 8) : ref;
}
