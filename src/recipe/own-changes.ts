// Whether git calls a tree dirty that stands just as the lab prepared it. Not every overlay makes it so: git
// says nothing of one that the recipe ignores or has itself. And a checkout alone can: of files that its own
// filters or line endings would write otherwise.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../base/lab-error.js';
import type { Git } from './git.js';

const ownersMayRun = 0o100;

export interface PreparedTree {
  readonly dir: string;
  /** The commit that was checked out. */
  readonly commit: string;
  /** Names of the overlays that were dropped in. */
  readonly overlays: readonly string[];
}

/**
 * `changes` are what git shows while the overlays are as they were dropped in. What anybody else changed in
 * the tree, or put there, counts for nothing.
 */
export async function isDirtyOfItself(
  git: Git,
  changes: readonly string[],
  prepared: PreparedTree,
): Promise<boolean> {
  if (prepared.overlays.some((name) => changes.includes(name))) return true;
  for (const path of changes) if (await isAsCheckedOut(git, path, prepared)) return true;
  return false;
}

/** A changed file that has, byte for byte and with its mode, what a checkout of the commit writes there. */
async function isAsCheckedOut(git: Git, path: string, { dir, commit }: PreparedTree): Promise<boolean> {
  try {
    const [listed, written] = [
      await git(['ls-tree', commit, '--', path]),
      await git(['cat-file', '--filters', `${commit}:${path}`]),
    ];
    const [{ mode }, standing] = await Promise.all([
      stat(join(dir, path)),
      readFile(join(dir, path), 'utf8'),
    ]);
    return listed.startsWith((mode & ownersMayRun) === 0 ? '100644 ' : '100755 ') && written === standing;
  } catch (error) {
    if (error instanceof LabError && error.code !== 'tree') throw error;
    return false;
  }
}
