// What all ways of loading share: looking for an image in an engine, and sending an archive to it.
import type Docker from 'dockerode';
import { LabError } from '../../base/lab-error.js';
import { statusOf } from '../client.js';

interface Progress {
  readonly stream?: string;
  readonly error?: string;
}

export interface EngineImage {
  readonly id: string;
  readonly tags: readonly string[];
  /**
   * Whether a registry gave it: an image that was imported or loaded has no digest but, on some engines, its
   * own id.
   */
  readonly isPulled: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** The image of this name or id; null when the engine has none. */
export async function imageOf(docker: Docker, name: string): Promise<EngineImage | null> {
  try {
    const {
      Id: id,
      RepoTags: tags,
      RepoDigests: digests,
      Config: config,
    } = await docker.getImage(name).inspect();
    const labels = config.Labels as Readonly<Record<string, string>> | null; // null where there are none
    const isPulled = ((digests as readonly string[] | null) ?? []).some(
      (digest) => !digest.endsWith(`@${id}`),
    );
    return { id, tags, isPulled, labels: labels ?? {} };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** Loads a `docker save` archive and gives the names or ids that were in it. */
export async function loadArchive(
  docker: Docker,
  archive: NodeJS.ReadableStream,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const answer = await docker.loadImage(archive, { quiet: true, abortSignal: signal });
  const lines = await readProgress(docker, answer);
  return lines.flatMap((line) => /^Loaded image(?: ID)?: (\S+)/.exec(line)?.[1] ?? []);
}

/** Waits for the end of the engine's answer; it reports failures inside a successful one. */
export function readProgress(docker: Docker, answer: NodeJS.ReadableStream): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(answer, (error, output) => {
      const progress = output as readonly Progress[];
      const failure = error?.message ?? progress.find((one) => one.error !== undefined)?.error;
      if (failure === undefined) resolve(progress.flatMap((one) => one.stream ?? []));
      else reject(new LabError('image', `the engine did not take the image: ${failure.trim()}`));
    });
  });
}
