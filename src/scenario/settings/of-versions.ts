// What the base finds, and what one of the two versions alone has.
import * as z from 'zod';
import { path, word } from '../leaf.js';
import { keys, noted } from '../map-shape.js';
import { dependentSetting, setting } from '../setting.js';
import { keptSides } from '../sides-settings.js';
import { baseShape, bothSides, headShape } from '../sides-shape.js';

/** Of the volumes that a trial finds. */
const volumeAges = ['fresh', 'kept'] as const;

function volumesShape() {
  const copy = keys('state', {
    'copy-of': path('data').meta({
      description:
        'Folder with a folder for each volume that is not to begin empty, called as the compose file calls the ' +
        'volume: each trial gets a copy of its own, before the base is deployed. The folder is never written to.',
    }),
  }).transform(({ 'copy-of': folder }) => ({ folder }));
  return z.union([word(volumeAges, 'an age of volumes', 'the ages, beside { copy-of: FOLDER },'), copy]);
}

export const ofVersions = {
  state: setting({
    written: () =>
      noted(
        volumesShape(),
        'Age of the volumes at the base: fresh, kept from earlier trials of the same arm on the same private ' +
          'engine, or a copy of a folder. Trials with kept volumes are not independent of each other.',
        { default: 'fresh' },
      ),
    kept: () => ({
      /** Volumes of earlier trials of the arm are there at the base; missing where every trial finds none. */
      state: z.literal('kept').exactOptional(),
      /** Folder of which volumes begin as copies, relative to the scenario's; missing where none do. */
      volumesOf: z.string().exactOptional(),
    }),
    undivided: true,
    meant: (top, own) => {
      const age = own ?? top;
      if (typeof age === 'object') return { volumesOf: age.folder };
      return age === 'kept' ? { state: 'kept' } : {};
    },
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
