// How many upgrades a trial makes, and what they share, as a scenario means it.
import * as z from 'zod';
import { whole, type Kept } from './kept.js';

/** How many upgrades run at once in a trial, and what they share. */
export function keptStacks() {
  return z.strictObject({
    /** 1: solo. */
    concurrent: whole().positive(),
    /**
     * `none`: each run has a stack of its own. `stack`: all race on one stack's name, as runs of the same
     * recipe, pull request and ref do.
     */
    share: z.enum(['none', 'stack']),
    /** What a run holds the lock of its stack's name for: the whole run, its base deploy only, or nothing. */
    lock: z.enum(['run', 'base-only', 'none']),
    /** Milliseconds after the first run's start within which the others start, drawn for each. */
    startWithinMs: whole(),
  });
}

export type StacksSettings = Kept<typeof keptStacks>;
