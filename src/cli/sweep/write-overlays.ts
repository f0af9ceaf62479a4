// `sweep --fix`: overlays into a folder that is no recipe, one for each recipe, and none over a file that is
// there.
import { join, resolve, sep } from 'node:path';
import { LabError } from '../../base/lab-error.js';
import { overlayOf, type Finding } from '../../sweep/index.js';
import type { SweptFolder } from './sweep-folders.js';
import { isTaken, writeNew } from '../files/write-new.js';

/** A line for each file that was written or kept. */
export function writeOverlays(
  dir: string,
  swept: readonly (SweptFolder & { readonly findings: readonly Finding[] })[],
): readonly string[] {
  const inside = swept.find(({ shown }) => `${resolve(dir)}${sep}`.startsWith(`${resolve(shown.dir)}${sep}`));
  if (inside !== undefined) {
    throw new LabError(
      'bad-input',
      `${dir} is part of the recipe ${inside.shown.recipe}, which stays as it is`,
      { hint: 'name a folder beside it' },
    );
  }
  return swept.flatMap(({ shown, stack, findings }) => {
    const text = stack === null ? null : overlayOf(shown.recipe, stack, findings);
    if (text === null) return [];
    const path = join(dir, `${shown.recipe}.yml`);
    if (isTaken(path)) return [`${path} is there already and was kept`];
    writeNew([{ path, text }]);
    return [`written: ${path}`];
  });
}
