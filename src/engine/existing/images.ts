// Images on an existing engine: what is there stays what it is.
import { LabError } from '../../base/lab-error.js';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';
import { isCurrent } from '../images/built.js';
import { labelsOf } from '../images/engine-images.js';
import type { ImageFolders } from '../images/image-folders.js';
import { loadImages } from '../images/load-images.js';

export interface ImagesRequest {
  readonly engine: Engine;
  readonly images: readonly ImageSource[];
  readonly folders: ImageFolders;
  /** Called with the tags that are about to be put there. */
  readonly onMissing: (tags: readonly string[]) => void;
}

/** Loads those that are missing; throws an `image` LabError for a tag that is there with other contents. */
export async function addImages({ engine, images, folders, onMissing }: ImagesRequest, signal: AbortSignal): Promise<void> {
  const missing: ImageSource[] = [];
  for (const image of images) if (await isMissing(engine, image, folders)) missing.push(image);
  if (missing.length === 0) return;
  onMissing(missing.map(({ tag }) => tag));
  await loadImages(engine, missing, folders, signal);
}

/** Throws an `image` LabError for a tag that is there with other contents. */
export async function isMissing({ docker }: Pick<Engine, 'docker'>, image: ImageSource, folders: Pick<ImageFolders, 'baseDir'>): Promise<boolean> {
  if (image.from !== 'build') return (await labelsOf(docker, image.tag)) === null;
  const current = await isCurrent(docker, image, folders);
  if (current !== false) return current === null;
  throw new LabError('image', `the engine has another image ${image.tag} than ${image.path} makes, and driftlab overwrites none that it did not put there`, {
    hint: 'give the image another tag in the scenario and the recipe, or remove the one on the engine',
  });
}
