// Images without a registry: built by a script, read from an archive, or copied from the host's own engine.
// A new way to get an image is one file here and one line in `ways`.
import { basename } from 'node:path';
import { withDeadline } from '../../base/deadline.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';
import { removeAbsent } from './absent.js';
import { loadBuilt } from './built.js';
import { loadFromHost } from './from-host.js';
import type { ImageFolders } from './image-folders.js';
import { loadTar } from './tar.js';

/** Puts one image into the engine unless the engine has it. */
type Load<From extends ImageSource['from']> = (
  engine: Engine,
  image: Extract<ImageSource, { readonly from: From }>,
  folders: ImageFolders,
  signal: AbortSignal,
) => Promise<void>;

const ways: { readonly [From in ImageSource['from']]: Load<From> } = {
  build: loadBuilt,
  tar: loadTar,
  host: loadFromHost,
  absent: removeAbsent,
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
        load(engine, image, folders, both),
      );
    } catch (error) {
      if (signal.aborted || error instanceof LabError) throw error;
      throw new LabError('image', `image ${image.tag}: ${messageOf(error)}`, {
        hint: hintFor(image),
        cause: error,
      });
    }
  }
}

function load(engine: Engine, image: ImageSource, folders: ImageFolders, signal: AbortSignal): Promise<void> {
  const way = ways[image.from] as Load<ImageSource['from']>;
  return way(engine, image, folders, signal);
}

function hintFor(image: ImageSource): string {
  if (image.from === 'absent') return 'See what the engine says of that image.';
  return image.from === 'host'
    ? `See that \`docker image inspect ${image.name}\` works on this machine.`
    : `See that ${basename(image.path)} is there and can be read.`;
}
