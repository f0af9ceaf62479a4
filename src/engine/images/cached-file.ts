// A file that is made once, however many ask for it at the same time, in this process or another.
import { existsSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { present } from '../../base/assert.js';
import { makeFolders } from '../../base/make-folders.js';
import { pause } from '../../base/deadline.js';
import { isAlive, tagOf } from '../processes.js';

export interface CacheEntry {
  readonly folder: string;
  /** Names the content too: a file of that name is never made anew. */
  readonly name: string;
  /** Writes the file to the given path. */
  readonly make: (path: string, signal: AbortSignal) => Promise<void>;
}

const pollMs = 25;

/** The file's path, made by this call or by another one that was first. */
export async function cachedFile(entry: CacheEntry, signal: AbortSignal): Promise<string> {
  const path = join(entry.folder, entry.name);
  makeFolders(entry.folder, 0o700);
  while (!existsSync(path)) {
    if (await lock(path)) {
      try {
        await makeWhole(entry, path, signal);
      } finally {
        await rm(lockOf(path), { force: true });
      }
    } else {
      await pause(pollMs, signal);
    }
  }
  return path;
}

/**
 * False while another holds the lock. One whose holder died is taken away; should two do that at once, both make the
 * file, each under a name of its own, and the rename of the second changes nothing.
 */
async function lock(path: string): Promise<boolean> {
  try {
    const file = await open(lockOf(path), 'wx');
    await file.writeFile(present(tagOf(process.pid), 'own process'));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = await readFile(lockOf(path), 'utf8').catch(() => '');
  if (holder !== '' && !isAlive(holder)) await rm(lockOf(path), { force: true });
  return false;
}

async function makeWhole(entry: CacheEntry, path: string, signal: AbortSignal): Promise<void> {
  if (existsSync(path)) return;
  await removeParts(entry);
  const part = `${path}.${present(tagOf(process.pid), 'own process')}.part`;
  try {
    await entry.make(part, signal);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

/** What a killed driftlab left half made. */
async function removeParts({ folder, name }: CacheEntry): Promise<void> {
  for (const file of await readdir(folder)) {
    const maker = file.startsWith(`${name}.`) ? /\.(\d+@\d+)\.part$/.exec(file)?.[1] : undefined;
    if (maker !== undefined && !isAlive(maker)) await rm(join(folder, file), { force: true });
  }
}

function lockOf(path: string): string {
  return `${path}.lock`;
}
