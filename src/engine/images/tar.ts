// An image from a `docker save` archive.
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { LabError } from '../../base/lab-error.js';
import { imageOf, loadArchive } from './engine-images.js';
import { idInArchive, isOfArchive } from './archive-id.js';
import type { ImageFolders, ImageFrom, ImageWay, ImageStore } from './image-folders.js';
import { problemOf, wrongArchive } from './own-file.js';

type TarImage = ImageFrom<'tar'>;

export const tar: ImageWay<'tar'> = {
  load: loadTar,
  hint: ({ path }) => `See that ${basename(path)} is there and can be read.`,
  problems: (images, scenarioDir) => images.flatMap((image) => problemOf(image, scenarioDir, wrongArchive)),
  knownId: ({ path, tag }, { baseDir }) => idInArchive(resolve(baseDir, path), tag),
};

async function loadTar(
  { docker }: ImageStore,
  image: TarImage,
  folders: ImageFolders,
  signal: AbortSignal,
): Promise<void> {
  const path = resolve(folders.baseDir, image.path);
  await access(path);
  if (await isOfArchive(docker, image, path)) return;
  const loaded = await loadArchive(docker, createReadStream(path), signal);
  if ((await imageOf(docker, image.tag)) !== null) return;
  throw new LabError(
    'image',
    `${path} does not hold image ${image.tag}; it holds ${loaded.join(', ') || 'none'}`,
    {
      hint:
        `Write it with \`docker save -o ${image.path} ${image.tag}\`, or correct the tag in the ` +
        'scenario.',
    },
  );
}
