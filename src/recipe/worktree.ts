// What git shows in a worktree, without touching it: HEAD, files of its own, reflog, tags, and the stamp
// these give.
import { LabError } from '../base/lab-error.js';
import type { Git } from './git.js';
import { writtenReflog, writtenTags } from './git-folder.js';
import { stampOf } from './stamp.js';

interface Status {
  readonly head: string;
  readonly dirty: readonly string[];
}

/** The worktree as it stands. */
export interface WorktreeView extends Status {
  readonly reflog: readonly string[];
  readonly tags: readonly string[];
  readonly treeStamp: string;
}

export async function viewWorktree(git: Git, dir: string): Promise<WorktreeView> {
  const { head, dirty } = await statusOf(git);
  const reflog = (await writtenReflog(dir)) ?? lines(await git(['reflog', '--format=%H %gs']));
  const tags = (await writtenTags(dir)) ?? lines(await git(['tag', '--list']));
  return { head, dirty, reflog, tags, treeStamp: stampOf(head, dirty.length > 0) };
}

/** The stamp alone. */
export async function stampOfWorktree(git: Git): Promise<string> {
  const { head, dirty } = await statusOf(git);
  return stampOf(head, dirty.length > 0);
}

/** Paths that git calls changed or does not know, sorted. */
export async function changesIn(git: Git): Promise<readonly string[]> {
  return (await statusOf(git)).dirty;
}

const statusArgs = [
  'status',
  '--porcelain=v2',
  '--branch',
  '--no-ahead-behind',
  '-z',
  '--no-renames',
  '--untracked-files=all',
];
const changed = /^(?:\? |1 (?:\S+ ){7}|u (?:\S+ ){9})(.+)$/s;

/** HEAD and the changes to it, seen by one process at one moment. Throws `tree` when HEAD is no commit. */
async function statusOf(git: Git): Promise<Status> {
  const entries = (await git(['--no-optional-locks', ...statusArgs])).split('\0');
  const head = entries
    .map((entry) => /^# branch\.oid ([0-9a-f]+)$/.exec(entry)?.[1])
    .find((id) => id !== undefined);
  if (head === undefined) throw new LabError('tree', 'HEAD of the worktree is no commit', { phase: 'tree' });
  return { head, dirty: entries.flatMap((entry) => changed.exec(entry)?.[1] ?? []).sort() };
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
