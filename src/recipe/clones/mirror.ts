// The harness's own fetch (S3): clone the mirror at the ref, fetch the upstream's tags, a base deploy that
// checks the version out, later head again.
import type { MakeTree } from '../../trial/ports.js';
import { cloneMirror, commitsInClone } from '../clone.js';
import { overlaysOf } from '../overlays.js';
import { recipeTree } from '../recipe-tree.js';
import { tagRef } from '../refs.js';
import { repositoriesOf } from '../repositories.js';
import { treePlaceIn } from '../tree-place.js';

/**
 * A clone of the mirror with the upstream's tags; the head is checked out first, as after the harness's
 * fetch.
 */
export const mirror: MakeTree = async (
  { settings: { recipe, overlays: paths, pinned: pins }, scenarioDir, scratchDir, console },
  signal,
) => {
  const overlays = overlaysOf(paths, scenarioDir);
  const repositories = await repositoriesOf(recipe, scenarioDir, signal);
  const place = await treePlaceIn(scratchDir, recipe.name);
  const clone = await cloneMirror(
    { repositories, dir: place.dir, configFile: place.configFile, console },
    signal,
  );
  const { base, head, moved } = await commitsInClone(clone, { recipe, pins }, signal);
  await clone.git(signal)(['checkout', '--quiet', '--force', head]);
  const baseTag = tagRef(recipe.base);
  return recipeTree({
    place,
    git: clone.git,
    overlays,
    baseTag,
    moved,
    baseCheckout: clone.annotated.has(baseTag) ? 'deployer' : 'lab',
    commits: { base, upgrade: head },
  });
};
