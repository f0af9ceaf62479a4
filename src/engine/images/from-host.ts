// An image copied from the host's own engine, which is only read from.
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type Docker from 'dockerode';
import { present } from '../../base/assert.js';
import { LabError, messageOf } from '../../base/lab-error.js';
import { redact } from '../../base/secrets/index.js';
import { clientFor } from '../client.js';
import { newClient } from '../load-client.js';
import { cachedFile } from './cached-file.js';
import { imageOf, loadArchive } from './engine-images.js';
import {
  imageCache,
  type ImageFolders,
  type ImageFrom,
  type ImageWay,
  type ImageStore,
} from './image-folders.js';

type HostImage = ImageFrom<'host'>;

const defaultHost = 'unix:///var/run/docker.sock';

export const fromHost: ImageWay<'host'> = {
  load: loadFromHost,
  hint: ({ name }) => `See that \`docker image inspect ${name}\` works on this machine.`,
  problems: unreachable,
  knownId: idOnHost,
};

/** Where its socket is a path, it can be seen that no engine answers there: told once of all images. */
function unreachable(images: readonly HostImage[]): readonly string[] {
  const host = hostAddress();
  const path = host.startsWith('unix://') ? host.slice('unix://'.length) : null;
  if (images.length === 0 || path === null || existsSync(path)) return [];
  const [what, it] = images.length === 1 ? ['image', 'it'] : ['images', 'them'];
  return [
    `the ${what} ${images.map(({ tag }) => tag).join(', ')}: there is no docker engine at ${path} to take ` +
      `${it} from (set DOCKER_HOST, or give ${it} as tar: FILE or build: FOLDER)`,
  ];
}

/** Saved once for each image id, and loaded into every engine from there. */
async function loadFromHost(
  { docker }: ImageStore,
  image: HostImage,
  folders: ImageFolders,
  signal: AbortSignal,
): Promise<void> {
  const there = await imageOf(docker, image.tag);
  const host = ownHost();
  const { Id: id } = await inspectOnHost(host, image.name);
  if (there?.id === id) return;
  const archive = await cachedFile(
    {
      folder: imageCache(folders.cacheDir),
      name: `host-${id.replace(/^sha256:/, '')}.tar`,
      make: async (path, both) => {
        await pipeline(await host.getImage(id).get(), createWriteStream(path), { signal: both });
      },
    },
    signal,
  );
  const [loaded] = await loadArchive(docker, createReadStream(archive), signal);
  const [, repository, tag] = present(/^(.+?)(?::([^:/]+))?$/.exec(image.tag), 'tag of an image');
  await docker
    .getImage(present(loaded, 'image in the archive'))
    .tag({ repo: present(repository, 'repository'), tag: tag ?? 'latest' });
}

/** The image's id there; throws an `image` LabError when that engine does not have it. */
async function idOnHost({ name }: HostImage): Promise<string> {
  return (await inspectOnHost(ownHost(), name)).Id;
}

function ownHost(): Docker {
  return hostClient(hostAddress());
}

/** Where the host's own engine is asked. */
function hostAddress(): string {
  return process.env['DOCKER_HOST'] || defaultHost;
}

async function inspectOnHost(host: Docker, name: string): Promise<Docker.ImageInspectInfo> {
  try {
    return await host.getImage(name).inspect();
  } catch (error) {
    throw new LabError('image', `the host's engine did not give image ${name}: ${messageOf(error)}`, {
      hint: `Run \`docker pull ${name}\` first, and see that DOCKER_HOST names the engine that has it.`,
      cause: error,
    });
  }
}

function hostClient(address: string): Docker {
  if (address.startsWith('unix://')) return clientFor(address.slice('unix://'.length));
  const tcp = /^tcp:\/\/([^/:]+):(\d+)\/?$/.exec(address);
  if (tcp === null) {
    throw new LabError('image', `cannot copy images from an engine at ${redact(address)}`, {
      hint: 'Only unix:// and tcp:// work in DOCKER_HOST; or use `docker save` and a tar image.',
    });
  }
  const [, host, port] = tcp;
  return newClient({ host, port, protocol: 'http' });
}
