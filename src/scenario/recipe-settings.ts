// The recipe of an arm, as a scenario means it.
import * as z from 'zod';
import type { Kept } from './kept.js';

export function keptRecipe() {
  return z.strictObject({
    name: z.string(),
    /**
     * A folder with a `history.yml` from which deterministic repositories are made; null when mirror and
     * upstream are given.
     */
    fixture: z.string().nullable(),
    /** Repository (path or URL) that is cloned; null with a fixture. */
    mirror: z.string().nullable(),
    /** Repository (path or URL) from which `refs/tags/*` are fetched; null with a fixture. */
    upstream: z.string().nullable(),
    /** Version tag that is deployed first. */
    base: z.string(),
    /** Ref or commit under test. */
    head: z.string(),
    /** Refs that the stack goes through between base and head, in order; missing where there are none. */
    through: z.array(z.string()).exactOptional(),
    /** Number of the pull request, part of the stack's name; `0` when there is none. */
    pr: z.string(),
    /** Name of a clone kind. */
    clone: z.string(),
  });
}

const commit = () => z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);

/** Full ids of commits. */
export function keptCommits() {
  return z.strictObject({
    base: commit(),
    head: commit(),
    /** Ref -> commit of versions on the way to the head, and of others' deploys; missing where none are. */
    others: z.record(z.string(), commit()).exactOptional(),
  });
}

export type RecipeSettings = Kept<typeof keptRecipe>;
export type PinnedCommits = Kept<typeof keptCommits>;
