// A file that is made once, however many ask for it at the same time, in this process or another.
import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../../base/make-folders.js';
import { ownTag, untilLocked } from '../../base/file-lock.js';

export interface CacheEntry {
  readonly folder: string;
  /** Names the content too: a file of that name is never made anew. */
  readonly name: string;
  /** Writes the file to the given path. */
  readonly make: (path: string, signal: AbortSignal) => Promise<void>;
}

/** The file's path, made by this call or by another one that was first. */
export async function cachedFile(entry: CacheEntry, signal: AbortSignal): Promise<string> {
  const path = join(entry.folder, entry.name);
  makeFolders(entry.folder, 0o700);
  if (existsSync(path)) return path;
  const lock = await untilLocked(`${path}.lock`, signal);
  try {
    lock.say(ownTag());
    await makeWhole(entry, path, signal);
  } finally {
    lock.release();
  }
  return path;
}

async function makeWhole(entry: CacheEntry, path: string, signal: AbortSignal): Promise<void> {
  if (existsSync(path)) return;
  await removeParts(entry);
  const part = `${path}.${ownTag()}.part`;
  try {
    await entry.make(part, signal);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

/**
 * What a driftlab that was killed left half made: whoever has the lock is the only one who makes the file.
 */
async function removeParts({ folder, name }: CacheEntry): Promise<void> {
  const parts = (await readdir(folder)).filter(
    (file) => file.startsWith(`${name}.`) && file.endsWith('.part'),
  );
  for (const part of parts) await rm(join(folder, part), { force: true });
}
