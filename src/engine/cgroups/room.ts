// What a memory cgroup still has room for, and which ones this process is in: the same on both versions but
// for the files' names.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Files {
  readonly limit: string;
  readonly usage: string;
  /**
   * Finds what stands in `memory.stat` of pages of files, which the kernel gives back before it kills
   * anybody.
   */
  readonly cache: RegExp;
}

/**
 * Without a limit v1 has the largest number of pages that there can be, and v2 the word max. A folder without
 * the files, as the root of v2, has none.
 */
export function roomIn(folder: string, { limit, usage, cache }: Files): number {
  const [most, used, stat] = [limit, usage, 'memory.stat'].map((file) => textOf(join(folder, file)));
  const limitBytes = Number(most);
  if (most === '' || used === '' || !Number.isSafeInteger(limitBytes)) return Infinity;
  const cached = [...(stat ?? '').matchAll(cache)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
  return Math.max(0, limitBytes - Math.max(0, Number(used) - cached));
}

/**
 * `line` finds the path in /proc/self/cgroup. One of a machine's that cannot be seen from inside a container
 * is left out.
 */
export function ownFolders(root: string, line: RegExp): readonly string[] {
  const path = line.exec(textOf('/proc/self/cgroup'))?.[1] ?? '/';
  const folders: string[] = [];
  for (let folder = join(root, path); folder.length > root.length; folder = dirname(folder))
    folders.push(folder);
  return [...folders.filter((folder) => existsSync(folder)), root];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return '';
  }
}
