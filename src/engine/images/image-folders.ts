// What a way of getting an image is, and the folders that all of them work with.
import { join } from 'node:path';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';

export interface ImageWay<From extends ImageSource['from']> {
  /** Puts the image into the engine unless the engine has it. */
  readonly load: (
    engine: Engine,
    image: Extract<ImageSource, { readonly from: From }>,
    folders: ImageFolders,
    signal: AbortSignal,
  ) => Promise<void>;
  /** What to look at when that went wrong in a way that says no more. */
  readonly hint: (image: Extract<ImageSource, { readonly from: From }>) => string;
}

export interface ImageFolders {
  /** Folder of the scenario, against which relative paths are resolved. */
  readonly baseDir: string;
  /** Where what was built or saved once is kept. */
  readonly cacheDir: string;
}

/** Where in the cache images are. */
export function imageCache(cacheDir: string): string {
  return join(cacheDir, 'images');
}
