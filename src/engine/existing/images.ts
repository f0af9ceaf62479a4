// Images on an existing engine: what is there stays what it is, and what the lab puts there is known as its
// own.
import type Docker from 'dockerode';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';
import { broughtLabel } from '../images/built.js';
import { imageOf, type EngineImage } from '../images/engine-images.js';
import type { ImageFolders } from '../images/image-folders.js';
import { loadImages } from '../images/load-images.js';
import { isMissing, wayOf } from '../images/ways.js';
import { attempted } from '../removal.js';
import type { AddedImage, VisitRecord } from './visit-record.js';

export interface ImagesRequest {
  readonly engine: Engine;
  readonly images: readonly ImageSource[];
  readonly folders: ImageFolders;
  /** Called with those that are about to be put there, and again once they are. */
  readonly onAdding: (images: readonly AddedImage[]) => void;
}

/** Loads those that are missing; throws an `image` LabError for a tag that is there with other contents. */
export async function addImages(
  { engine, images, folders, onAdding }: ImagesRequest,
  signal: AbortSignal,
): Promise<void> {
  const missing: ImageSource[] = [];
  for (const image of images) if (await isMissing(engine, image, folders)) missing.push(image);
  if (missing.length === 0) return;
  const planned = await Promise.all(
    missing.map(async (image): Promise<AddedImage> => ({
      tag: image.tag,
      id: (await wayOf(image).knownId?.(image, folders)) ?? null,
      isThere: false,
    })),
  );
  onAdding(planned);
  await loadImages(engine, missing, folders, signal);
  onAdding(
    await Promise.all(
      missing.map(async (image, index) => ({
        tag: image.tag,
        id: (await idNow(engine, image)) ?? planned[index]?.id ?? null,
        isThere: true,
      })),
    ),
  );
}

/** Of the image of this tag, unless somebody gave the tag another one in the moment since. */
async function idNow({ docker, visit }: Engine, image: ImageSource): Promise<string | null> {
  const there = await imageOf(docker, image.tag);
  if (there === null || there.isPulled) return null;
  return wayOf(image).isLabelled !== true || there.labels[broughtLabel] === visit ? there.id : null;
}

/**
 * Removes what the visit put there, and no tag that somebody gave other contents. What somebody uses, tagged
 * or pulled meanwhile stays.
 */
export async function removeImages(docker: Docker, { id: visit, images }: VisitRecord): Promise<void> {
  for (const { tag, id } of images) {
    const there = await imageOf(docker, tag);
    if (there !== null && !there.isPulled && (there.id === id || there.labels[broughtLabel] === visit))
      await attempted(docker.getImage(tag).remove());
  }
  const nameless = await docker.listImages({
    filters: { label: [`${broughtLabel}=${visit}`], dangling: ['true'] },
  });
  const known = images.flatMap(({ id }) => (id === null ? [] : [id]));
  for (const id of new Set([...nameless.map(({ Id }) => Id), ...known]))
    if (isNobodys(await imageOf(docker, id))) await attempted(docker.getImage(id).remove());
}

function isNobodys(image: EngineImage | null): boolean {
  return image !== null && image.tags.length === 0 && !image.isPulled;
}
