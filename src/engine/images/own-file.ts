// Whether the folder or file that an image is made of is there: looked at before anything boots, so that a
// wrong path is never taken for a fault of the engine.
import { accessSync, constants, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A sentence where `wrong` finds anything wrong with its path. */
export function problemOf(
  { tag, path }: { readonly tag: string; readonly path: string },
  scenarioDir: string,
  wrong: (path: string) => string | null,
): readonly string[] {
  const found = wrong(resolve(scenarioDir, path));
  return found === null ? [] : [`the image ${tag}: ${found} (${path} is taken from the scenario's folder)`];
}

export function wrongFolder(path: string): string | null {
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

export function wrongArchive(path: string): string | null {
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
