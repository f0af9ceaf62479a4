// Images without a registry: each comes about in its own way, and is put into the engine that lacks it.
import { withDeadline } from '../../base/deadline.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';
import type { ImageFolders } from './image-folders.js';
import { wayOf } from './ways.js';

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
