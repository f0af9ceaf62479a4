// Where a trial's tree lies: in a scratch ABRA_DIR, where abra looks for recipes, with the lab's own files
// beside it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface TreePlace {
  readonly abraDir: string;
  /** Not there yet; the folder above it is. */
  readonly dir: string;
  /** Git's configuration for the tree, outside of it. */
  readonly configFile: string;
}

/** `<scratchDir>/abra/recipes/<name>`. */
export async function treePlaceIn(scratchDir: string, name: string): Promise<TreePlace> {
  const abraDir = join(scratchDir, 'abra');
  const recipes = join(abraDir, 'recipes');
  await mkdir(recipes, { recursive: true });
  return { abraDir, dir: join(recipes, name), configFile: join(scratchDir, `${name}.gitconfig`) };
}
