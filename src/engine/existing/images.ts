// Images on an existing engine: what is there stays what it is.
import type Docker from 'dockerode';
import { LabError } from '../../base/lab-error.js';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';
import { refusePresent } from '../images/absent.js';
import { buildLabel, isCurrent } from '../images/built.js';
import { imageOf } from '../images/engine-images.js';
import type { ImageFolders } from '../images/image-folders.js';
import { loadImages } from '../images/load-images.js';
import { attempted } from '../removal.js';
import type { AddedImage } from './visit-record.js';

export interface ImagesRequest {
  readonly engine: Engine;
  readonly images: readonly ImageSource[];
  readonly folders: ImageFolders;
  /** Called with those that are about to be put there, and again once they are. */
  readonly onAdding: (images: readonly AddedImage[]) => void;
}

/** Loads those that are missing; throws an `image` LabError for a tag that is there with other contents. */
export async function addImages({ engine, images, folders, onAdding }: ImagesRequest, signal: AbortSignal): Promise<void> {
  const missing: ImageSource[] = [];
  for (const image of images) if (await isMissing(engine, image, folders)) missing.push(image);
  if (missing.length === 0) return;
  onAdding(missing.map(({ tag }) => ({ tag, id: null })));
  await loadImages(engine, missing, folders, signal);
  onAdding(await Promise.all(missing.map(async ({ tag }) => ({ tag, id: (await imageOf(engine.docker, tag))?.id ?? null }))));
}

/** Removes what the lab put there, and no tag that somebody gave other contents. What somebody uses, or tagged, stays. */
export async function removeImages(docker: Docker, images: readonly AddedImage[]): Promise<void> {
  for (const { tag, id } of images) {
    const there = await imageOf(docker, tag);
    if (id === null ? there?.labels[buildLabel] !== undefined : there?.id === id) await attempted(docker.getImage(tag).remove());
    else if (id !== null && (await imageOf(docker, id))?.tags.length === 0) await attempted(docker.getImage(id).remove());
  }
}

/** Throws an `image` LabError for a tag that is there with other contents, or that is not to be there at all. */
export async function isMissing({ docker }: Pick<Engine, 'docker'>, image: ImageSource, folders: Pick<ImageFolders, 'baseDir'>): Promise<boolean> {
  if (image.from === 'absent') {
    await refusePresent(docker, image);
    return false;
  }
  if (image.from !== 'build') return (await imageOf(docker, image.tag)) === null;
  const current = await isCurrent(docker, image, folders);
  if (current !== false) return current === null;
  throw new LabError('image', `the engine has another image ${image.tag} than ${image.path} makes, and driftlab overwrites none that it did not put there`, {
    hint: 'give the image another tag in the scenario and the recipe, or remove the one on the engine',
  });
}
