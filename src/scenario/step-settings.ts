// Commands of the author's between the phases of a trial, as a scenario means them.
import * as z from 'zod';
import { whole, type Kept } from './kept.js';

export function keptSteps() {
  return z.strictObject({
    /** Program and arguments, run when the base stands; null for none. */
    afterBase: z.array(z.string()).nullable(),
    /** Run when the trial was watched to its end, before anything is taken down; null for none. */
    afterHead: z.array(z.string()).nullable(),
    /** Milliseconds that each of them has. */
    timeoutMs: whole().positive(),
  });
}

export type OwnSteps = Kept<typeof keptSteps>;
