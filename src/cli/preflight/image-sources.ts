// Whether what the scenario's images are made of is there: looked at before anything boots, so that a wrong
// path is never taken for a fault of the engine.
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hostAddress } from '../../engine/index.js';
import type { ImageSource } from '../../scenario/scenario.js';

/** A sentence for each source that cannot be used. */
export function imageProblems(images: readonly ImageSource[], scenarioDir: string): readonly string[] {
  const ofThisMachine = images.flatMap(({ tag, from }) => (from === 'host' ? [tag] : []));
  const others = images.flatMap((image) => {
    if (image.from === 'host' || image.from === 'absent') return [];
    const path = resolve(scenarioDir, image.path);
    const wrong = image.from === 'build' ? wrongFolder(path) : wrongArchive(path);
    return wrong === null
      ? []
      : [`the image ${image.tag}: ${wrong} (${image.path} is taken from the scenario's folder)`];
  });
  return [...ofHost(ofThisMachine), ...others];
}

/** Where its socket is a path, it can be seen that no engine answers there: told once of all images. */
function ofHost(tags: readonly string[]): readonly string[] {
  const host = hostAddress();
  const path = host.startsWith('unix://') ? host.slice('unix://'.length) : null;
  if (tags.length === 0 || path === null || existsSync(path)) return [];
  const [what, it] = tags.length === 1 ? ['image', 'it'] : ['images', 'them'];
  return [
    `the ${what} ${tags.join(', ')}: there is no docker engine at ${path} to take ${it} from ` +
      `(set DOCKER_HOST, or give ${it} as tar: FILE or build: FOLDER)`,
  ];
}

function wrongFolder(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return `there is no folder ${path}`;
  if (!found.isDirectory()) return `${path} is no folder; an archive is given as tar`;
  const script = join(path, 'build');
  if (statSync(script, { throwIfNoEntry: false })?.isFile() !== true)
    return `${path} has no script named build`;
  if (!isUsable(script, constants.X_OK)) return `${script} may not be executed (chmod +x)`;
  return isUsable(join(path, 'image.json'), constants.R_OK)
    ? null
    : `${path} has no image.json that can be read`;
}

function wrongArchive(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return `there is no file ${path}`;
  if (!found.isFile()) return `${path} is no file; a folder with a build script is given as build`;
  return isUsable(path, constants.R_OK) ? null : `${path} cannot be read`;
}

function isUsable(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
