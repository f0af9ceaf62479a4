// The ways of getting an image. To add one: a file here, a line in `ways`, and how it is written and kept in
// src/scenario/image-kinds.ts.
import type Docker from 'dockerode';
import type { ImageSource } from '../../scenario/scenario.js';
import { absent } from './absent.js';
import { built } from './built.js';
import { imageOf } from './engine-images.js';
import { fromHost } from './from-host.js';
import type { ImageFolders, ImageWay } from './image-folders.js';
import { tar } from './tar.js';

const ways: { readonly [From in ImageSource['from']]: ImageWay<From> } = {
  host: fromHost,
  build: built,
  tar,
  absent,
};

export function wayOf(image: ImageSource): ImageWay<ImageSource['from']> {
  return ways[image.from] as ImageWay<ImageSource['from']>;
}

/** A sentence for each image that cannot be had, as can be seen before anything boots. */
export function imageProblems(images: readonly ImageSource[], scenarioDir: string): readonly string[] {
  return Object.keys(ways).flatMap((from) => {
    const own = images.filter((image) => image.from === from);
    const [first] = own;
    return first === undefined ? [] : (wayOf(first).problems?.(own, scenarioDir) ?? []);
  });
}

/**
 * Does what can be done without an engine, so that what cannot work is known before anything boots. Throws
 * `bad-input` where it is the scenario's fault, and else as when a trial loads the image.
 */
export async function buildAhead(
  images: readonly ImageSource[],
  folders: ImageFolders,
  signal: AbortSignal,
): Promise<void> {
  for (const image of images) await wayOf(image).ahead?.(image, folders, signal);
}

/** Whether an engine that is not the lab's lacks it, by {@link ImageWay.isMissing}. */
export async function isMissing(
  { docker }: { readonly docker: Docker },
  image: ImageSource,
  folders: Pick<ImageFolders, 'baseDir'>,
): Promise<boolean> {
  const asked = wayOf(image).isMissing;
  return asked === undefined ? (await imageOf(docker, image.tag)) === null : asked(docker, image, folders);
}
