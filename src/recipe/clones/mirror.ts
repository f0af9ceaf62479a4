// The harness's own fetch (S3): clone the mirror at the ref, fetch the upstream's tags, check base out, later head again.
import type { Step } from '../../evidence/fact.js';
import type { MakeTree } from '../../trial/ports.js';
import { baseCommit, cloneMirror, headCommit } from '../clone.js';
import { dropOverlays, overlaysOf } from '../overlays.js';
import { tagRef } from '../refs.js';
import { repositoriesOf } from '../repositories.js';
import { stampOf } from '../stamp.js';
import { stampOfWorktree, viewWorktree } from '../worktree.js';

/** A clone of the mirror with the upstream's tags; the head is checked out first, as after the harness's fetch. */
export const mirror: MakeTree = async ({ settings, scenarioDir, scratchDir, console }, signal) => {
  const { recipe } = settings;
  const overlays = overlaysOf(settings.overlays, scenarioDir);
  const repositories = await repositoriesOf(recipe, scenarioDir, signal);
  const clone = await cloneMirror({ repositories, parentDir: scratchDir, name: recipe.name, console }, signal);
  const base = await baseCommit(clone, recipe.base, signal);
  const head = await headCommit(clone, recipe.head, signal);
  const dirty = overlays.length > 0;
  const intended: Readonly<Record<Step, string>> = { base: stampOf(base, dirty), upgrade: stampOf(head, dirty) };
  const refs: Readonly<Record<Step, string>> = { base: tagRef(recipe.base), upgrade: head };
  await clone.git(signal)(['checkout', '--quiet', '--force', head]);
  return {
    dir: clone.dir,
    overlays: overlays.map(({ name }) => name),
    checkOut: async (step, during) => {
      await clone.git(during)(['checkout', '--quiet', '--force', refs[step]]);
      await dropOverlays(overlays, clone.dir);
    },
    facts: async (step, during) => ({ step, ...(await viewWorktree(clone.git(during), clone.dir)), intendedStamp: intended[step] }),
    stamp: (during) => stampOfWorktree(clone.git(during)),
  };
};
