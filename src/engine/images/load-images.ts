// Images without a registry: built by a script, read from an archive, or copied from the host's own engine.
// To add a way: a file here, a line in `ways`, and how it is written in src/scenario/image-kinds.ts.
import { withDeadline } from '../../base/deadline.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';
import { absent } from './absent.js';
import { built } from './built.js';
import { fromHost } from './from-host.js';
import type { ImageFolders, ImageWay } from './image-folders.js';
import { tar } from './tar.js';

const ways: { readonly [From in ImageSource['from']]: ImageWay<From> } = {
  build: built,
  tar,
  host: fromHost,
  absent,
};

const loadMs = 300_000;

/** Puts every image that the engine lacks into it; throws an `image` LabError that names the image. */
export async function loadImages(
  engine: Engine,
  images: readonly ImageSource[],
  folders: ImageFolders,
  signal: AbortSignal,
): Promise<void> {
  for (const image of images) {
    try {
      await withDeadline(`loading image ${image.tag}`, loadMs, signal, (both) =>
        wayOf(image).load(engine, image, folders, both),
      );
    } catch (error) {
      if (signal.aborted || error instanceof LabError) throw error;
      throw new LabError('image', `image ${image.tag}: ${messageOf(error)}`, {
        hint: wayOf(image).hint(image),
        cause: error,
      });
    }
  }
}

function wayOf(image: ImageSource): ImageWay<ImageSource['from']> {
  return ways[image.from] as ImageWay<ImageSource['from']>;
}
