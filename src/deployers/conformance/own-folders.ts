// The folders of abra that are the user's: what is in them is looked at before and after, without reading a
// file.
import { lstat, readdir } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A path, and what a write to it changes. */
export type FolderState = ReadonlyMap<string, string>;

/** The user's ABRA_DIR, and `.abra` in his home by his environment and by the machine's list of users. */
export function usersFolders(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const homes = [homedir(), userInfo().homedir].map((home) => join(home, '.abra'));
  return [...new Set([env['ABRA_DIR'] ?? '', ...homes])].filter((folder) => folder !== '');
}

/** Of folders that need not be there. */
export async function stateOf(folders: readonly string[]): Promise<FolderState> {
  const state = new Map<string, string>();
  for (const folder of folders) await addTo(state, folder);
  return state;
}

/** Links are not followed. */
async function addTo(state: Map<string, string>, path: string): Promise<void> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  if (found === null) return;
  const { size, mode, mtimeNs, ctimeNs, ino } = found;
  state.set(path, [size, mode, mtimeNs, ctimeNs, ino].join(' '));
  if (!found.isDirectory()) return;
  for (const name of await readdir(path).catch(() => [])) await addTo(state, join(path, name));
}

/** Paths that came, went or changed. */
export function changedPaths(before: FolderState, after: FolderState): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
