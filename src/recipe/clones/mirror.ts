// The harness's own fetch (S3): clone the mirror at the ref, fetch the upstream's tags, a base deploy that
// checks the version out, later head again.
import type { RecipeTree, TreeRequest } from '../../trial/ports.js';
import { cloneMirror, commitsInClone } from '../clone.js';
import { stepOverlaysOf } from '../overlays.js';
import { recipeTree } from '../recipe-tree.js';
import { tagRef } from '../refs.js';
import { repositoriesOf } from '../repositories.js';
import { treePlaceIn } from '../tree-place.js';
import { clone } from './clone.js';

export const mirror = clone({
  name: 'mirror',
  summary: "clone the mirror at the ref, fetch the upstream's version tags, check base out, later head again",
  example: 'mirror',
  fromCanonical: false,
  make: makeMirror,
});

/**
 * A clone of the mirror with the upstream's tags; the head is checked out first, as after the harness's
 * fetch.
 */
async function makeMirror(
  { settings, scenarioDir, scratchDir, console }: TreeRequest,
  signal: AbortSignal,
): Promise<RecipeTree> {
  const { recipe, pinned: pins } = settings;
  const overlays = stepOverlaysOf(settings, scenarioDir);
  const repositories = await repositoriesOf(recipe, scenarioDir, signal);
  const place = await treePlaceIn(scratchDir, recipe.name);
  const cloned = await cloneMirror(
    { repositories, dir: place.dir, configFile: place.configFile, console },
    signal,
  );
  const { base, head, moved } = await commitsInClone(cloned, { recipe, pins }, signal);
  await cloned.git(signal)(['checkout', '--quiet', '--force', head]);
  const tag = tagRef(recipe.base);
  const baseTag = cloned.refs.get(tag) === base ? tag : null;
  return recipeTree({
    place,
    git: cloned.git,
    overlays,
    baseTag,
    moved,
    baseCheckout: baseTag !== null && cloned.annotated.has(baseTag) ? 'deployer' : 'lab',
    commits: { base, upgrade: head },
  });
}
