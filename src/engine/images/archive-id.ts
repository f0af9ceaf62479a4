// The id that an image of an archive will have on an engine, as the archive's own manifest says it. Engines
// that keep images by the digest of their manifest give another id; then nothing is known beforehand.
import type Docker from 'dockerode';
import type { ProcessOutput } from 'zx';
import type { ImageSource } from '../../scenario/scenario.js';
import { imageOf } from './engine-images.js';

interface SavedImage {
  readonly Config?: string;
  readonly RepoTags?: readonly string[] | null;
}

/**
 * Whether the engine has this very image under the archive's tag: another arm, or the other side of an
 * upgrade, may have given it another. Engines that keep images by the digest of their manifest say that.
 */
export async function isOfArchive(docker: Docker, { tag }: SavedTag, path: string): Promise<boolean> {
  const there = await imageOf(docker, tag);
  if (there === null) return false;
  const ids = [await idInArchive(path, tag), ...(await manifestsInArchive(path))].filter((id) => id !== null);
  return ids.length === 0 || ids.includes(there.id);
}

type SavedTag = Pick<ImageSource, 'tag'>;

async function inArchive(path: string, file: string): Promise<Pick<ProcessOutput, 'exitCode' | 'stdout'>> {
  const { $ } = await import('zx');
  return $({ quiet: true, nothrow: true })`tar -xOf ${path} ${file}`;
}

/** Digests of its index, of archives that have one. */
async function manifestsInArchive(path: string): Promise<readonly string[]> {
  const { exitCode, stdout } = await inArchive(path, 'index.json');
  if (exitCode !== 0) return [];
  try {
    const { manifests } = JSON.parse(stdout) as {
      readonly manifests?: readonly { readonly digest: string }[];
    };
    return (manifests ?? []).map(({ digest }) => digest);
  } catch {
    return [];
  }
}

/**
 * Null where it is not known. It stands as `<id>.json` or `blobs/sha256/<id>`, by the age of the program that
 * wrote it.
 */
export async function idInArchive(path: string, tag: string): Promise<string | null> {
  const { exitCode, stdout } = await inArchive(path, 'manifest.json');
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
