// An image from a folder with a `build` script, which writes a root file system as a tar to its output, and
// an `image.json`.
import { createReadStream } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type Docker from 'dockerode';
import { withDeadline } from '../../base/deadline.js';
import { LabError } from '../../base/lab-error.js';
import { BuildScriptFailed, runBuildScript } from './build-script.js';
import { cachedFile } from './cached-file.js';
import { imageOf, readProgress } from './engine-images.js';
import { fingerprint } from './fingerprint.js';
import { readImageJson } from './image-json.js';
import {
  imageCache,
  type ImageFolders,
  type ImageFrom,
  type ImageWay,
  type ImageStore,
} from './image-folders.js';
import { problemOf, wrongFolder } from './own-file.js';

type BuiltImage = ImageFrom<'build'>;

/** Tells an image from another of the same tag that another folder, or an older state of it, made. */
export const buildLabel = 'driftlab.build';
/**
 * Tells who put an image on an engine that is not the lab's: the visit. Containers take over an image's
 * labels, so it is not that of other things.
 */
export const broughtLabel = 'driftlab.brought-by';
/** As long as a trial waits for it. */
const buildMs = 300_000;

export const built: ImageWay<'build'> = {
  load: loadBuilt,
  hint: ({ path }) => `See that ${basename(path)} is there and can be read.`,
  problems: (images, scenarioDir) => images.flatMap((image) => problemOf(image, scenarioDir, wrongFolder)),
  ahead: buildOneAhead,
  isLabelled: true,
  isMissing: lacksBuilt,
};

/** Throws for an image of that tag that the folder, as it stands, did not make. */
async function lacksBuilt(
  docker: Docker,
  image: BuiltImage,
  folders: Pick<ImageFolders, 'baseDir'>,
): Promise<boolean> {
  const current = await isCurrent(docker, image, folders);
  if (current !== false) return current === null;
  throw new LabError(
    'image',
    `the engine has another image ${image.tag} than ${image.path} makes, and driftlab overwrites ` +
      'none that it did not put there',
    {
      hint: 'give the image another tag in the scenario and the recipe, or remove the one on the engine',
    },
  );
}

/**
 * Whether the image that the engine has under this tag was made from the folder as it stands; null when it
 * has none of that tag.
 */
async function isCurrent(
  docker: Docker,
  image: BuiltImage,
  { baseDir }: Pick<ImageFolders, 'baseDir'>,
): Promise<boolean | null> {
  const there = await imageOf(docker, image.tag);
  return there === null
    ? null
    : there.labels[buildLabel] === (await fingerprint(resolve(baseDir, image.path), image.tag));
}

async function loadBuilt(
  { docker, visit }: ImageStore,
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
 * Runs the build script where its result is not there yet. Throws `bad-input` where the script says itself
 * that it cannot work: it is the scenario's, and no fault of the lab.
 */
async function buildOneAhead(image: BuiltImage, folders: ImageFolders, signal: AbortSignal): Promise<void> {
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
