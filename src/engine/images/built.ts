// An image from a folder with a `build` script, which writes a root file system as a tar to its output, and
// an `image.json`.
import { createReadStream } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type Docker from 'dockerode';
import type { ImageSource } from '../../scenario/scenario.js';
import type { Engine } from '../../trial/ports.js';
import { withDeadline } from '../../base/deadline.js';
import { LabError } from '../../base/lab-error.js';
import { BuildScriptFailed, runBuildScript } from './build-script.js';
import { cachedFile } from './cached-file.js';
import { imageOf, readProgress } from './engine-images.js';
import { fingerprint } from './fingerprint.js';
import { readImageJson } from './image-json.js';
import { imageCache, type ImageFolders, type ImageWay } from './image-folders.js';

type BuiltImage = Extract<ImageSource, { readonly from: 'build' }>;

/** Tells an image from another of the same tag that another folder, or an older state of it, made. */
export const buildLabel = 'driftlab.build';
/**
 * Tells who put an image on an engine that is not the lab's: the visit. Containers take over an image's
 * labels, so it is not that of other things.
 */
export const broughtLabel = 'driftlab.brought-by';
/** As long as a trial waits for it. */
const buildMs = 300_000;

/**
 * Whether the image that the engine has under this tag was made from the folder as it stands; null when it
 * has none of that tag.
 */
export async function isCurrent(
  docker: Docker,
  image: BuiltImage,
  { baseDir }: Pick<ImageFolders, 'baseDir'>,
): Promise<boolean | null> {
  const there = await imageOf(docker, image.tag);
  return there === null
    ? null
    : there.labels[buildLabel] === (await fingerprint(resolve(baseDir, image.path), image.tag));
}

export const built: ImageWay<'build'> = {
  load: loadBuilt,
  hint: ({ path }) => `See that ${basename(path)} is there and can be read.`,
};

async function loadBuilt(
  { docker, visit }: Engine,
  image: BuiltImage,
  folders: ImageFolders,
  signal: AbortSignal,
): Promise<void> {
  const folder = resolve(folders.baseDir, image.path);
  const print = await fingerprint(folder, image.tag);
  if ((await imageOf(docker, image.tag))?.labels[buildLabel] === print) return;
  const changes = await readImageJson(join(folder, 'image.json'));
  const rootfs = await builtTar({ folder, print, tag: image.tag }, folders, signal);
  await importRootfs(
    docker,
    {
      rootfs,
      tag: image.tag,
      changes: [
        ...changes,
        `LABEL ${buildLabel}=${print}`,
        ...(visit === null ? [] : [`LABEL ${broughtLabel}=${visit}`]),
      ],
    },
    signal,
  );
}

interface Buildable {
  readonly folder: string;
  /** Its fingerprint. */
  readonly print: string;
  readonly tag: string;
}

/** The path of what the script made, by this call or an earlier one. */
function builtTar(
  { folder, print, tag }: Buildable,
  { cacheDir }: Pick<ImageFolders, 'cacheDir'>,
  signal: AbortSignal,
): Promise<string> {
  return cachedFile(
    {
      folder: imageCache(cacheDir),
      name: `built-${print}.tar`,
      make: (path, both) => runBuildScript({ folder, tag, path }, both),
    },
    signal,
  );
}

/**
 * Runs the build scripts whose results are not there yet, so that one that cannot work is known before
 * anything boots. Throws `bad-input` where a script says so itself: it is the scenario's, and no fault of the
 * lab; anything else that goes wrong is told as when a trial loads the image.
 */
export async function buildAhead(
  images: readonly ImageSource[],
  folders: ImageFolders,
  signal: AbortSignal,
): Promise<void> {
  for (const image of images) {
    if (image.from !== 'build') continue;
    const folder = resolve(folders.baseDir, image.path);
    const print = await fingerprint(folder, image.tag);
    try {
      await withDeadline(`building image ${image.tag}`, buildMs, signal, (both) =>
        builtTar({ folder, print, tag: image.tag }, folders, both),
      );
    } catch (error) {
      if (!(error instanceof BuildScriptFailed)) throw error;
      throw new LabError(
        'bad-input',
        `${error.message}\n  so no trial can begin; the script is the scenario's own`,
        {
          ...(error.hint === null ? {} : { hint: error.hint }),
          cause: error,
        },
      );
    }
  }
}

interface Rootfs {
  readonly rootfs: string;
  readonly tag: string;
  /** Dockerfile instructions. */
  readonly changes: readonly string[];
}

async function importRootfs(
  docker: Docker,
  { rootfs, tag, changes }: Rootfs,
  signal: AbortSignal,
): Promise<void> {
  const answer = await docker.importImage(createReadStream(rootfs), {
    repo: tag,
    changes,
    abortSignal: signal,
  });
  await readProgress(docker, answer);
}
