// Programs that a private engine is made of, looked up as a shell would, and in the folders that only root
// has in its PATH.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathWith } from '../base/program-path.js';

const rootFolders = [
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
  '/usr/libexec/docker',
  '/usr/lib/docker',
];

/** The PATH that engines are started with; of what their own folder of programs has, that is taken. */
export function searchPath(programs: string | null = null): string {
  return [...new Set([...pathWith(programs, process.env['PATH']).split(delimiter), ...rootFolders])].join(
    delimiter,
  );
}

/** Full path of the first of `names` that can be run; null when there is none. */
export function findTool(names: readonly string[], programs: string | null = null): string | null {
  return findIn(searchPath(programs), names);
}

/** The same in these folders alone. */
export function findIn(path: string, names: readonly string[]): string | null {
  const folders = path.split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(canRun) ?? null;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
