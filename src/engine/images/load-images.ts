// Images without a registry: each comes about in its own way, and is put into the engine that lacks it.
import { withDeadline } from '../../base/deadline.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';
import type { ImageFolders, ImageStore } from './image-folders.js';
import { wayOf } from './ways.js';

const loadMs = 300_000;

/** Puts every image that a node lacks into its engine; throws an `image` LabError that names the image. */
export async function loadImages(
  engine: Engine,
  images: readonly ImageSource[],
  folders: ImageFolders,
  signal: AbortSignal,
): Promise<void> {
  for (const image of images) {
    try {
      await withDeadline(`loading image ${image.tag}`, loadMs, signal, (both) =>
        onEachNode(engine, (node) => wayOf(image).load(node, image, folders, both)),
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

/** A node pulls for itself what it is to run, and here it has nowhere to pull from. */
async function onEachNode(
  { nodes, visit }: Engine,
  load: (node: ImageStore) => Promise<void>,
): Promise<void> {
  await Promise.all(nodes.map(({ docker }) => load({ docker, visit })));
}
