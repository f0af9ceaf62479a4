// The tree that every clone kind hands out, once its folder is there and git has said what base and head are.
import type { Step } from '../evidence/fact.js';
import type { CheckoutBy, RecipeTree } from '../trial/ports.js';
import type { Git } from './git.js';
import { dropOverlays, type Overlay } from './overlays.js';
import { stampOf } from './stamp.js';
import type { TreePlace } from './tree-place.js';
import { stampOfWorktree, viewWorktree } from './worktree.js';

export interface TreeParts {
  readonly place: TreePlace;
  /** Git in the tree. */
  readonly git: (signal: AbortSignal) => Git;
  readonly baseCheckout: CheckoutBy;
  readonly overlays: readonly Overlay[];
  /** The commits that the repositories name: what the stamps must be, whatever becomes of the tree. */
  readonly commits: Readonly<Record<Step, string>>;
  /** Full name of the version tag: base is checked out by it, head by its commit. */
  readonly baseTag: string;
}

export function recipeTree({ place: { abraDir, dir }, git, baseCheckout, overlays, commits, baseTag }: TreeParts): RecipeTree {
  const dirty = overlays.length > 0;
  return {
    abraDir,
    dir,
    baseCheckout,
    overlays: overlays.map(({ name }) => name),
    checkOut: async (step, signal) => {
      await git(signal)(['checkout', '--quiet', '--force', step === 'base' ? baseTag : commits.upgrade]);
      await dropOverlays(overlays, dir);
    },
    facts: async (step, signal) => ({ step, ...(await viewWorktree(git(signal), dir)), intendedStamp: stampOf(commits[step], dirty) }),
    stampAt: (step) => stampOf(commits[step], dirty),
    stamp: (signal) => stampOfWorktree(git(signal)),
    fileAt: async (step, path, signal) => {
      const listed = await git(signal)(['ls-tree', '--name-only', commits[step], '--', path]);
      return listed === '' ? null : git(signal)(['show', `${commits[step]}:${path}`]);
    },
  };
}
