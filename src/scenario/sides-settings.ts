// What base and head have each for itself.
import * as z from 'zod';
import { keptImages } from './image-kinds.js';
import type { Kept } from './kept.js';

/** What one side has besides, or in place of, what both have. */
function keptSide() {
  return z.strictObject({
    /** Laid over the variables of both. */
    env: z.record(z.string(), z.string()),
    /** They come after those of both. */
    overlays: z.array(z.string()),
    /** A tag that both have too is this side's own image. */
    images: keptImages(),
  });
}

export function keptSides() {
  return z.strictObject({
    base: keptSide(),
    head: keptSide().extend({
      /** Variables that only the head's .env.sample names are set as it says, as by an owner who reads it. */
      sample: z.boolean(),
    }),
  });
}

export type SideSettings = Kept<typeof keptSide>;
export type Sides = Kept<typeof keptSides>;
