// A recipe as it stood at a commit, written to a folder of its own; the repository and its worktree are only
// read.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { gitIn } from './git.js';

/** A recipe has some dozens of files; of a larger tree only those at its top are taken. */
const filesMax = 300;

/**
 * Writes the files under `dir` as they are at `ref` to `into`. Throws `tree` when git knows no such commit,
 * or no repository.
 */
export async function writeTreeAt(
  { dir, ref, into }: { readonly dir: string; readonly ref: string; readonly into: string },
  signal: AbortSignal,
): Promise<void> {
  const git = gitIn({ dir, configFile: '/dev/null', console: () => undefined, signal });
  const commit = (await git(['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`])).trim();
  const listed = (await git(['ls-tree', '-r', '-z', '--name-only', commit]))
    .split('\0')
    .filter((name) => name !== '');
  const names = listed.length > filesMax ? listed.filter((name) => !name.includes('/')) : listed;
  for (const name of names.filter(isInside)) {
    await mkdir(dirname(join(into, name)), { recursive: true });
    await writeFile(join(into, name), await git(['show', `${commit}:./${name}`]));
  }
}

function isInside(name: string): boolean {
  return !normalize(name).startsWith('..') && !name.startsWith('/');
}
