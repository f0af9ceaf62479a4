// Base and head where both repositories lie on this machine: their refs and files are read where they are,
// and nothing is cloned. What a clone alone can tell is left to it: a commit that no ref stands at, a ref
// that moved since the campaign began, a folder that is no repository.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { LabError } from '../base/lab-error.js';
import type { FixtureRepositories } from './fixture/fixture.js';
import { gitConfigFor } from './git-config.js';
import { gitIn, type Git } from './git.js';
import { branchRef, headRef, isCommitId, refAt, refsInClone, refsUnder, tagRef, type Refs } from './refs.js';
import type { PinnedCommits, RecipeSettings } from '../scenario/scenario.js';

export interface InPlaceQuestion {
  readonly repositories: FixtureRepositories;
  readonly recipe: Pick<RecipeSettings, 'base' | 'head'>;
  readonly pins: PinnedCommits | null;
  /** Outside of both repositories; written here. */
  readonly configFile: string;
}

/** A commit, and git where its objects are. */
export interface Placed {
  readonly commit: string;
  readonly git: Git;
}

export interface InPlace {
  readonly base: Placed;
  readonly head: Placed;
}

/** Null where a clone has to be asked. */
export async function readInPlace(question: InPlaceQuestion, signal: AbortSignal): Promise<InPlace | null> {
  const { repositories, recipe, pins, configFile } = question;
  const { mirror, upstream } = repositories;
  if (![mirror, upstream].every(isRepository)) return null;
  await writeFile(configFile, await gitConfigFor(repositories, signal), { mode: 0o600 });
  const [ofMirror, ofUpstream] = [mirror, upstream].map((dir) =>
    gitIn({ dir, configFile, console: () => undefined, signal }),
  ) as [Git, Git];
  const here = await refsOrNull(ofMirror);
  const there = mirror === upstream ? here : await refsOrNull(ofUpstream);
  if (here === null || there === null) return null;
  const tagged = there.get(tagRef(recipe.base));
  const branch = tagged ?? branchOrStanding(here, recipe.base);
  const head = headIn(here, recipe.head);
  if (branch === null || head === null) return null;
  if (pins !== null && (pins.base !== branch || pins.head !== head)) return null;
  return {
    base: { commit: branch, git: tagged === undefined ? ofMirror : ofUpstream },
    head: { commit: head, git: ofMirror },
  };
}

/** A folder below a repository is none, though git would find the one above it. */
function isRepository(place: string): boolean {
  const has = (name: string): boolean => existsSync(join(place, name));
  return isAbsolute(place) && (has('.git') || (has('HEAD') && has('objects')));
}

/** A branch of that name, or the commit at which one stands. */
function branchOrStanding(refs: Refs, name: string): string | null {
  const branches = refsUnder(refs, branchRef(''), branchRef(''));
  const ref = branches.has(branchRef(name))
    ? branchRef(name)
    : isCommitId(name)
      ? refAt(branches, name)
      : null;
  return ref === null ? null : (branches.get(ref) ?? null);
}

/** A branch, tag or other ref of that name, else the commit at which one stands. */
function headIn(refs: Refs, name: string): string | null {
  const standing = branchOrStanding(refs, name);
  if (standing !== null) return standing;
  const ref = headRef(refs, name) ?? (isCommitId(name) ? refAt(refs, name) : null);
  return ref === null ? null : (refs.get(ref) ?? null);
}

/** Null where git cannot read the repository. */
async function refsOrNull(git: Git): Promise<Refs | null> {
  try {
    return (await refsInClone(git)).refs;
  } catch (error) {
    if (error instanceof LabError && error.code === 'tree') return null;
    throw error;
  }
}
