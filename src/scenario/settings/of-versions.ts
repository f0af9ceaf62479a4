// What the base finds, and what one of the two versions alone has.
import * as z from 'zod';
import { word } from '../leaf.js';
import { noted } from '../map-shape.js';
import { dependentSetting, setting } from '../setting.js';
import { keptSides } from '../sides-settings.js';
import { baseShape, bothSides, headShape } from '../sides-shape.js';

/** Of the volumes that a trial finds. */
const volumeAges = ['fresh', 'kept'] as const;

export const ofVersions = {
  state: setting({
    written: () =>
      noted(
        word(volumeAges, 'an age of volumes', 'the ages'),
        'Age of the volumes at the base: fresh, or kept from earlier trials of the same arm on the same private ' +
          'engine. Trials with kept volumes are not independent of each other.',
        { default: 'fresh' },
      ),
    kept: () => ({
      /** Volumes of earlier trials of the arm are there at the base; missing where every trial finds none. */
      state: z.literal('kept').exactOptional(),
    }),
    meant: (top, own) => ((own ?? top) === 'kept' ? { state: 'kept' as const } : {}),
  }),
  base: dependentSetting({
    written: () => noted(baseShape(), 'What the base alone has: variables, overlays and images.'),
    kept: () => ({
      /** What base and head have each for itself; missing where they differ in nothing. */
      sides: keptSides().exactOptional(),
    }),
    together: bothSides,
  }),
  head: dependentSetting({
    written: () => noted(headShape(), 'What the head alone has: variables, overlays and images.'),
    kept: () => ({}),
    together: bothSides,
  }),
};
