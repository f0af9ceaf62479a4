// An engine that plays a user's: booted by the test, with an image on it that runs a shell.
import { join } from 'node:path';
import { bootEngine, loadImages, type PrivateEngine } from '../../src/engine/index.js';
import { writeTinyImage } from '../engine/tiny-image.js';

/** In `folder`, which also takes what builds the image. Who asks for it destroys it. */
export async function bootTheirs(folder: string, signal: AbortSignal): Promise<PrivateEngine> {
  writeTinyImage(folder);
  const theirs = await bootEngine({ memoryBytes: 512 * 1024 ** 2, stateDir: join(folder, 'theirs'), signal });
  await loadImages(
    theirs,
    [{ tag: 'tiny:1', from: 'build', path: 'tiny' }],
    { baseDir: folder, cacheDir: join(folder, 'cache') },
    signal,
  );
  return theirs;
}
