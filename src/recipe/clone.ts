// A fresh clone as the harness fetches it: the mirror first, then every version tag of the upstream, which
// the mirror may lack.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LabError } from '../base/lab-error.js';
import type { FixtureRepositories } from './fixture/fixture.js';
import { gitConfigFor } from './git-config.js';
import { gitIn, type Git } from './git.js';
import type { PinnedCommits, RecipeSettings } from '../scenario/scenario.js';
import { pinned, type MovedRef, type Pinned } from './pin.js';
import { readable } from './readable.js';
import {
  branchRef,
  commitById,
  headRef,
  isCommitId,
  noSuchBase,
  noSuchHead,
  refAt,
  refsInClone,
  refsOf,
  refsUnder,
  tagRef,
  type Refs,
} from './refs.js';

/** A clone, and what it was given when it was made. */
export interface Clone {
  readonly dir: string;
  readonly repositories: FixtureRepositories;
  /** The mirror's branches, and the tags of both repositories. */
  readonly refs: Refs;
  /** Full names of the tags that are annotated. */
  readonly annotated: ReadonlySet<string>;
  /** What git wrote of the upstream's fetch: a line for each tag that the upstream has. */
  readonly fetched: string;
  /** Git in the clone. */
  readonly git: (signal: AbortSignal) => Git;
}

export interface CloneRequest {
  readonly repositories: FixtureRepositories;
  /** The folder that becomes the clone; the one above it is there. */
  readonly dir: string;
  /** The file in which git's configuration is written, outside of `dir`. */
  readonly configFile: string;
  readonly console: (text: string) => void;
}

/** Clones the mirror and fetches the upstream's tags. Throws `tree` when either cannot be read. */
export async function cloneMirror(request: CloneRequest, signal: AbortSignal): Promise<Clone> {
  const { repositories, dir, configFile, console } = request;
  const { mirror, upstream } = repositories;
  await writeFile(configFile, await gitConfigFor(repositories, signal), { mode: 0o600 });
  const outside = gitIn({ dir: dirname(dir), configFile, console, signal });
  await readable('mirror', mirror, () => outside(['clone', '--quiet', '--', mirror, dir]));
  const inside = (during: AbortSignal): Git => gitIn({ dir, configFile, console, signal: during });
  const git = inside(signal);
  await git(['remote', 'add', 'upstream', upstream]);
  await fetchTags(git, upstream);
  const fetched = await readFile(join(dir, '.git', 'FETCH_HEAD'), 'utf8');
  const { refs, annotated } = await refsInClone(git);
  const theirs = [
    ...refsUnder(refs, 'refs/remotes/origin/', branchRef('')),
    ...refsUnder(refs, tagRef(''), tagRef('')),
  ];
  return { dir, repositories, refs: new Map(theirs), annotated, fetched, git: inside };
}

/**
 * A fetch that fails is the upstream's fault when its refs cannot be read either; else git's own words stand,
 * which `--quiet` would hide.
 */
async function fetchTags(git: Git, upstream: string): Promise<void> {
  try {
    await git(['fetch', 'upstream', 'refs/tags/*:refs/tags/*']);
  } catch (error) {
    const failed = error instanceof LabError && error.code === 'tree';
    await readable('upstream', upstream, async () => {
      if (!failed) throw error;
      await refsOf(git, upstream);
    });
    throw error;
  }
}

function refsAt(role: 'mirror' | 'upstream', place: string, git: Git): Promise<Refs> {
  return readable(role, place, () => refsOf(git, place));
}

/** What is asked of a clone: base and head, and what they were when the campaign began. */
export interface CommitsWanted {
  readonly recipe: Pick<RecipeSettings, 'base' | 'head'>;
  /** Null when this is the first look. */
  readonly pins: PinnedCommits | null;
}

/** Base and head as they are to be checked out. Throws `bad-input` for one that is not there. */
export async function commitsInClone(
  clone: Clone,
  { recipe, pins }: CommitsWanted,
  signal: AbortSignal,
): Promise<PinnedCommits & { readonly moved: readonly MovedRef[] }> {
  const [base, head] = [
    await pinnedBase(clone, { recipe, pins }, signal),
    await pinnedHead(clone, { recipe, pins }, signal),
  ];
  return {
    base: base.commit,
    head: head.commit,
    moved: [base.moved, head.moved].filter((moved) => moved !== null),
  };
}

export function pinnedBase(
  clone: Clone,
  { recipe, pins }: CommitsWanted,
  signal: AbortSignal,
): Promise<Pinned> {
  const {
    git,
    repositories: { upstream },
  } = clone;
  return pinned(
    { step: 'base', ref: recipe.base, repository: upstream, commit: pins?.base ?? null },
    {
      git: git(signal),
      now: () => baseCommit(clone, recipe.base, signal),
      fetch: (commit) => git(signal)(['fetch', '--quiet', 'upstream', commit]),
    },
  );
}

export function pinnedHead(
  clone: Clone,
  { recipe, pins }: CommitsWanted,
  signal: AbortSignal,
): Promise<Pinned> {
  const {
    git,
    repositories: { mirror },
  } = clone;
  return pinned(
    { step: 'upgrade', ref: recipe.head, repository: mirror, commit: pins?.head ?? null },
    {
      git: git(signal),
      now: () => headCommit(clone, recipe.head, signal),
      fetch: (commit) => git(signal)(['fetch', '--quiet', 'origin', commit]),
    },
  );
}

/**
 * The commit that the version tag names in the upstream, else the branch or the commit of the mirror that is
 * meant. Throws `bad-input` when there is neither.
 */
async function baseCommit(clone: Clone, base: string, signal: AbortSignal): Promise<string> {
  const { refs, fetched, repositories, git } = clone;
  const tagged = refs.get(tagRef(base));
  if (tagged !== undefined && fetched.includes(`\ttag '${base}' of `)) return tagged;
  const other = commitInClone(clone, base) ?? (await commitById(git(signal), base));
  if (other !== null) return other;
  throw noSuchBase(await refsAt('upstream', repositories.upstream, git(signal)), base, repositories);
}

/** The commit that `head` names in the mirror. Throws `bad-input` when there is none. */
async function headCommit(clone: Clone, head: string, signal: AbortSignal): Promise<string> {
  return commitInClone(clone, head) ?? commitInMirror(clone, head, signal);
}

/**
 * A branch that the clone got from the mirror, or the commit at which one stands; null when the mirror must
 * be asked.
 */
function commitInClone({ refs }: Clone, head: string): string | null {
  const branches: Refs = new Map([...refs].filter(([name]) => !name.startsWith(tagRef(''))));
  const ref =
    headRef(branches, head) ?? (isCommitId(head) && !refs.has(tagRef(head)) ? refAt(branches, head) : null);
  return ref === null ? null : (branches.get(ref) ?? null);
}

/**
 * Fetched by its ref where it has one, for a clone has neither pull requests nor a commit that no branch
 * leads to.
 */
async function commitInMirror(
  { repositories, git: gitFor }: Clone,
  head: string,
  signal: AbortSignal,
): Promise<string> {
  const git = gitFor(signal);
  const mirrorRefs = await refsAt('mirror', repositories.mirror, git);
  const ref = headRef(mirrorRefs, head) ?? (isCommitId(head) ? refAt(mirrorRefs, head) : null);
  if (ref !== null) await git(['fetch', '--quiet', 'origin', ref]);
  else if (!isCommitId(head)) throw noSuchHead(mirrorRefs, head, repositories.mirror);
  const commit = await commitById(git, ref === null ? head : (mirrorRefs.get(ref) ?? head));
  if (commit === null) throw noSuchHead(mirrorRefs, head, repositories.mirror);
  return commit;
}
