// Images that were built or saved once and are kept for later runs: how much they take, and their removal.
import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isLocked } from '../../base/file-lock.js';
import type { Leftover } from '../leftovers.js';
import { imageCache } from './image-folders.js';

export interface KeptImages {
  readonly folder: string;
  readonly count: number;
  readonly bytes: number;
}

/** Null where none is kept. */
export function keptImages(cacheDir: string): KeptImages | null {
  const folder = imageCache(cacheDir);
  const sizes = namesIn(folder)
    .filter((name) => name.endsWith('.tar'))
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.length === 0
    ? null
    : { folder, count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** What can be removed of them: whoever needs one makes it again. One that is just being made is left out. */
export function removableImages(cacheDir: string): readonly Leftover[] {
  const folder = imageCache(cacheDir);
  const names = namesIn(folder);
  return names
    .filter((name) => name.endsWith('.tar') || name.endsWith('.part'))
    .filter((name) => !isLocked(join(folder, `${ofImage(name)}.lock`)))
    .map((name) => {
      const path = join(folder, name);
      return { path, what: `cached image ${name}`, doubt: null, remove: () => rm(path, { force: true }) };
    });
}

/** `built-1f….tar` also of `built-1f….tar.4711@99.part`. */
function ofImage(name: string): string {
  return name.replace(/\.tar\..*$/, '.tar');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // where there is no folder nothing is kept
  }
}
