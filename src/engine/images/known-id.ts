// The id that an image will have on an engine, where that is known before it is there: of an archive its own
// manifest says it, of an image of the host's the host's engine. Engines that keep images by the digest of
// their manifest give another id; then nothing is known beforehand.
import { resolve } from 'node:path';
import { $ } from 'zx';
import type { ImageSource } from '../../scenario/scenario.js';
import { idOnHost } from './from-host.js';
import type { ImageFolders } from './image-folders.js';

interface SavedImage {
  readonly Config?: string;
  readonly RepoTags?: readonly string[] | null;
}

/** Null where it is not known, as of an image that is built: that has a label instead. */
export async function knownId(
  image: ImageSource,
  { baseDir }: Pick<ImageFolders, 'baseDir'>,
): Promise<string | null> {
  if (image.from === 'host') return idOnHost(image);
  return image.from === 'tar' ? idInArchive(resolve(baseDir, image.path), image.tag) : null;
}

/** `<id>.json` or `blobs/sha256/<id>`, by the age of the program that wrote it. */
async function idInArchive(path: string, tag: string): Promise<string | null> {
  const { exitCode, stdout } = await $({ quiet: true, nothrow: true })`tar -xOf ${path} manifest.json`;
  if (exitCode !== 0) return null; // loading it says what is wrong with it
  try {
    const saved = (JSON.parse(stdout) as readonly SavedImage[]).find(({ RepoTags }) =>
      RepoTags?.includes(tag),
    );
    const id = /([0-9a-f]{64})(\.json)?$/.exec(saved?.Config ?? '')?.[1];
    return id === undefined ? null : `sha256:${id}`;
  } catch {
    return null;
  }
}
