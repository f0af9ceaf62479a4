// The tree that every clone kind hands out, once its folder is there and git has said what base and head are.
import type { Step } from '../evidence/fact.js';
import type { CheckoutBy, RecipeTree } from '../trial/ports.js';
import type { Git } from './git.js';
import { isDirtyOfItself } from './own-changes.js';
import { dropOverlays, takeOverlays, type StepOverlays } from './overlays.js';
import type { MovedRef } from './pin.js';
import { stampOf } from './stamp.js';
import type { TreePlace } from './tree-place.js';
import { changesIn, stampOfWorktree, viewWorktree } from './worktree.js';

export interface TreeParts {
  readonly place: TreePlace;
  /** Git in the tree. */
  readonly git: (signal: AbortSignal) => Git;
  readonly baseCheckout: CheckoutBy;
  readonly overlays: StepOverlays;
  /** The commits that the repositories name: what the stamps must be, whatever becomes of the tree. */
  readonly commits: Readonly<Record<Step, string>>;
  /**
   * Full name of the version tag, null where base is none: base is checked out by it unless it moved, head by
   * its commit.
   */
  readonly baseTag: string | null;
  readonly moved: readonly MovedRef[];
}

export function recipeTree({
  place: { abraDir, dir },
  git,
  baseCheckout,
  overlays,
  commits,
  baseTag,
  moved,
}: TreeParts): RecipeTree {
  const namesAt = (step: Step): readonly string[] => overlays[step].map(({ name }) => name);
  const dirtyAt = new Map<Step, boolean>();
  /**
   * Settled once for each step, before others can take overlays away: what they make of the tree must not
   * change what it was to be.
   */
  const settle = async (step: Step, changes: readonly string[], signal: AbortSignal): Promise<boolean> => {
    const known =
      dirtyAt.get(step) ??
      (await isDirtyOfItself(git(signal), changes, { dir, commit: commits[step], overlays: namesAt(step) }));
    dirtyAt.set(step, known);
    return known;
  };
  const baseMoved = moved.some(({ step }) => step === 'base');
  const at = { base: baseMoved || baseTag === null ? commits.base : baseTag, upgrade: commits.upgrade };
  return {
    abraDir,
    dir,
    baseCheckout: baseMoved ? 'lab' : baseCheckout,
    moved,
    overlays: { base: namesAt('base'), upgrade: namesAt('upgrade') },
    checkOut: async (step, signal) => {
      await takeOverlays(overlays, step, dir);
      await git(signal)(['checkout', '--quiet', '--force', at[step]]);
      await dropOverlays(overlays[step], dir);
      if (overlays[step].length > 0 && !dirtyAt.has(step))
        await settle(step, await changesIn(git(signal)), signal);
    },
    facts: async (step, signal) => {
      const view = await viewWorktree(git(signal), dir);
      return { step, ...view, intendedStamp: stampOf(commits[step], await settle(step, view.dirty, signal)) };
    },
    stampAt: (step) => stampOf(commits[step], dirtyAt.get(step) ?? overlays[step].length > 0),
    stamp: (signal) => stampOfWorktree(git(signal)),
    fileAt: async (step, path, signal) => {
      const listed = await git(signal)(['ls-tree', '--name-only', commits[step], '--', path]);
      return listed === '' ? null : git(signal)(['show', `${commits[step]}:${path}`]);
    },
  };
}
