// An image of an engine as an archive of `docker save`, under a name that may be another one than it has
// there: an image that was pulled by its digest has none. The engine is only read.
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import { create, extract } from 'tar';
import { LabError, messageOf } from '../../base/lab-error.js';
import { makeFolders } from '../../base/make-folders.js';

export interface WantedArchive {
  readonly id: string;
  /** What it is to be called. */
  readonly tag: string;
  /** Path of the archive. */
  readonly file: string;
}

/** Throws an `image` LabError where the engine does not give it, or there is no room for it. */
export async function saveImage(docker: Docker, wanted: WantedArchive, signal: AbortSignal): Promise<void> {
  makeFolders(dirname(wanted.file));
  const scratch = await mkdtemp(join(dirname(wanted.file), '.saving-'));
  try {
    const [archive, files] = [join(scratch, 'image.tar'), join(scratch, 'files')];
    await pipeline(await docker.getImage(wanted.id).get(), createWriteStream(archive), { signal });
    makeFolders(files);
    await extract({ file: archive, cwd: files });
    await rm(archive);
    await rename(files, wanted.tag);
    await create({ file: wanted.file, cwd: files, portable: true }, ['.']);
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new LabError('image', `the image ${wanted.tag} could not be saved: ${messageOf(cause)}`, {
      hint: 'see that there is room for it; --stand-ins captures without images',
      cause,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface OciIndex {
  readonly manifests?: readonly { readonly annotations?: Readonly<Record<string, string>> }[];
}

/** In the manifest of docker's own archives, and in the index of OCI's, which newer ones have too. */
async function rename(files: string, tag: string): Promise<void> {
  const [manifest, index] = [join(files, 'manifest.json'), join(files, 'index.json')];
  const images = JSON.parse(await readFile(manifest, 'utf8')) as readonly object[];
  const [, name = tag, version = 'latest'] = /^(.+?)(?::([^:/]+))?$/.exec(tag) ?? [];
  const whole = `${name}:${version}`;
  await writeFile(manifest, JSON.stringify(images.map((image) => ({ ...image, RepoTags: [whole] }))));
  await rm(join(files, 'repositories'), { force: true });
  const oci = await readFile(index, 'utf8').catch(() => null);
  if (oci === null) return;
  const { manifests = [], ...rest } = JSON.parse(oci) as OciIndex;
  const names = { 'io.containerd.image.name': whole, 'org.opencontainers.image.ref.name': version };
  const renamed = manifests.map((one) => ({ ...one, annotations: { ...one.annotations, ...names } }));
  await writeFile(index, JSON.stringify({ ...rest, manifests: renamed }));
}
