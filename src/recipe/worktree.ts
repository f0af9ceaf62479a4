// What git shows in a worktree, without touching it: HEAD, files of its own, reflog, tags, and the stamp these give.
import type { Git } from './git.js';
import { stampOf } from './stamp.js';

/** The worktree as it stands. */
export interface WorktreeView {
  readonly head: string;
  readonly dirty: readonly string[];
  readonly reflog: readonly string[];
  readonly tags: readonly string[];
  readonly treeStamp: string;
}

export async function viewWorktree(git: Git): Promise<WorktreeView> {
  const head = (await git(['rev-parse', 'HEAD'])).trim();
  const status = await git(['--no-optional-locks', 'status', '--porcelain', '-z', '--no-renames', '--untracked-files=all']);
  const reflog = await git(['reflog', '--format=%H %gs']);
  const tags = await git(['tag', '--list']);
  const dirty = status.split('\0').filter((entry) => entry !== '').map((entry) => entry.slice(3)).sort();
  return { head, dirty, reflog: lines(reflog), tags: lines(tags), treeStamp: stampOf(head, dirty.length > 0) };
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
