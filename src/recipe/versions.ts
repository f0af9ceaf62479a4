// Which versions of a recipe there are to upgrade between, as its repository has them. It is only read.
import { realpathSync } from 'node:fs';
import { LabError } from '../base/lab-error.js';
import { gitIn } from './git.js';
import { branchRef, tagRef } from './refs.js';

export interface Versions {
  /** The newest first, without those of the commit that is checked out. */
  readonly tags: readonly string[];
  /** What is checked out: a branch, or a commit where it is none. */
  readonly branch: string;
  /** The commit before; null where there is none. */
  readonly previous: string | null;
  /** The commit before the last one that changed one of these paths; null where there is none. */
  readonly beforeLastChangeOf: (paths: readonly string[]) => Promise<string | null>;
  /** Whether the worktree has changes. */
  readonly changed: boolean;
  /** Whether it has less than its whole history. */
  readonly shallow: boolean;
  /**
   * What a scenario writes for a version, and its whole id: a name that a trial reads as the same commit,
   * else the id. A base is a tag first, a head a branch. Throws `bad-input` where git knows none.
   */
  readonly named: (step: 'base' | 'head', ref: string) => Promise<NamedVersion>;
}

export interface NamedVersion {
  readonly written: string;
  readonly commit: string;
}

type Asked = (...words: readonly string[]) => Promise<string | null>;

const idDigits = 12;

/** Throws `bad-input` where the folder is no repository with a commit, or only a part of one. */
export async function versionsOf(dir: string, signal: AbortSignal): Promise<Versions> {
  const git = gitIn({ dir, configFile: '/dev/null', console: () => undefined, signal });
  const asked: Asked = async (...words) => {
    try {
      return (await git([...words])).trim();
    } catch (error) {
      if (error instanceof LabError && error.code === 'tree') return null;
      throw error;
    }
  };
  const commit = await commitOf(asked, 'HEAD');
  if (commit === null)
    throw new LabError('bad-input', `${dir} is no git repository with a commit`, { hint: twoVersions });
  if ((await asked('rev-parse', '--is-bare-repository')) === 'true')
    throw new LabError('bad-input', `${dir} is a bare repository: it has no files to look at`, {
      hint: 'clone it, and name the clone; a scenario may have a bare repository as its mirror',
    });
  const top = await asked('rev-parse', '--show-toplevel');
  if (top !== null && top !== realpathSync(dir))
    throw new LabError('bad-input', `${dir} is a part of the repository ${top}, and no repository itself`, {
      hint: 'a recipe is a whole repository; else give a folder with a base.yml and a head.yml',
    });
  const listed = (await asked('tag', '--sort=-version:refname')) ?? '';
  const here = ((await asked('tag', '--points-at', 'HEAD')) ?? '').split('\n');
  const branch = (await asked('symbolic-ref', '--quiet', '--short', 'HEAD')) ?? '';
  return {
    tags: listed.split('\n').filter((tag) => tag !== '' && !here.includes(tag)),
    branch: branch === '' ? commit.slice(0, idDigits) : branch,
    previous: (await commitOf(asked, 'HEAD~1'))?.slice(0, idDigits) ?? null,
    beforeLastChangeOf: async (paths) => {
      const last = (await asked('rev-list', '--max-count=1', 'HEAD', '--', ...paths)) ?? '';
      return last === '' ? null : ((await commitOf(asked, `${last}~1`))?.slice(0, idDigits) ?? null);
    },
    changed: ((await asked('status', '--porcelain')) ?? '') !== '',
    shallow: (await asked('rev-parse', '--is-shallow-repository')) === 'true',
    named: (step, ref) => namedVersion(asked, step, ref),
  };
}

const twoVersions =
  'an upgrade has two versions: commit them, or give a folder with a base.yml and a head.yml';

async function namedVersion(asked: Asked, step: 'base' | 'head', ref: string): Promise<NamedVersion> {
  const names = [tagRef(ref), branchRef(ref)];
  for (const name of step === 'base' ? names : names.toReversed()) {
    // A name alone: git would read `main~2` as one, too, and a scenario does not.
    const is = (await asked('show-ref', '--verify', '--quiet', name)) !== null;
    const commit = is ? await commitOf(asked, name) : null;
    if (commit !== null) return { written: ref, commit };
  }
  const commit = await commitOf(asked, ref);
  if (commit !== null) return { written: commit.slice(0, idDigits), commit };
  throw new LabError('bad-input', `${step}: the repository has no tag, branch or commit ${ref}`, {
    hint: 'git tag and git branch list what it has',
  });
}

function commitOf(asked: Asked, ref: string): Promise<string | null> {
  return asked('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
}
