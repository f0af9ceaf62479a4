// Which versions of a recipe there are to upgrade between, as its repository has them. It is only read.
import { LabError } from '../base/lab-error.js';
import { gitIn } from './git.js';

export interface Versions {
  /** The newest first, without those of the commit that is checked out. */
  readonly tags: readonly string[];
  /** What is checked out: a branch, or a commit where it is none. */
  readonly branch: string;
  /** The commit before; null where there is none. */
  readonly previous: string | null;
  /** Whether the worktree has changes. */
  readonly changed: boolean;
}

const idDigits = 12;

/** Throws `bad-input` where the folder is no repository with a commit. */
export async function versionsOf(dir: string, signal: AbortSignal): Promise<Versions> {
  const git = gitIn({ dir, configFile: '/dev/null', console: () => undefined, signal });
  const asked = async (...words: readonly string[]): Promise<string | null> => {
    try {
      return (await git([...words])).trim();
    } catch (error) {
      if (error instanceof LabError && error.code === 'tree') return null;
      throw error;
    }
  };
  const commit = await asked('rev-parse', '--verify', '--quiet', 'HEAD^{commit}');
  if (commit === null)
    throw new LabError('bad-input', `${dir} is no git repository with a commit`, {
      hint: 'an upgrade has two versions: commit them, or give a folder with a base.yml and a head.yml',
    });
  const listed = (await asked('tag', '--sort=-version:refname')) ?? '';
  const here = ((await asked('tag', '--points-at', 'HEAD')) ?? '').split('\n');
  const branch = (await asked('symbolic-ref', '--quiet', '--short', 'HEAD')) ?? '';
  return {
    tags: listed.split('\n').filter((tag) => tag !== '' && !here.includes(tag)),
    branch: branch === '' ? commit.slice(0, idDigits) : branch,
    previous:
      (await asked('rev-parse', '--verify', '--quiet', 'HEAD~1^{commit}'))?.slice(0, idDigits) ?? null,
    changed: ((await asked('status', '--porcelain')) ?? '') !== '',
  };
}
