// What a way of getting an image is, and the folders that all of them work with.
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';

export type ImageFrom<From extends ImageSource['from']> = Extract<ImageSource, { readonly from: From }>;

/** The engine of a node, and the visit that brings the image where the engine is not the lab's. */
export type ImageStore = Pick<Engine, 'docker' | 'visit'>;

export interface ImageWay<From extends ImageSource['from']> {
  /** Puts the image into the engine of a node unless that has it. */
  readonly load: (
    node: ImageStore,
    image: ImageFrom<From>,
    folders: ImageFolders,
    signal: AbortSignal,
  ) => Promise<void>;
  /** What to look at when that went wrong in a way that says no more. */
  readonly hint: (image: ImageFrom<From>) => string;
  /** A sentence for each that cannot be had, as can be seen before anything boots. */
  readonly problems?: (images: readonly ImageFrom<From>[], scenarioDir: string) => readonly string[];
  /** Does beforehand what can be done without an engine. */
  readonly ahead?: (image: ImageFrom<From>, folders: ImageFolders, signal: AbortSignal) => Promise<void>;
  /** The id that it will have on an engine; left out where nothing is known of it. */
  readonly knownId?: (
    image: ImageFrom<From>,
    folders: Pick<ImageFolders, 'baseDir'>,
  ) => Promise<string | null>;
  /** True where it has a label that tells who put it on an engine that is not the lab's. */
  readonly isLabelled?: true;
  /**
   * Whether an engine that is not the lab's lacks it; left out where its tag alone tells. Throws an `image`
   * LabError for a tag that is there with other contents, or that is not to be there at all.
   */
  readonly isMissing?: (
    docker: Docker,
    image: ImageFrom<From>,
    folders: Pick<ImageFolders, 'baseDir'>,
  ) => Promise<boolean>;
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
