// The shape of `base` and `head`: variables, overlays and images of one side only.
import { envShape } from './env-shape.js';
import { images } from './images-shape.js';
import type { Kept } from './kept.js';
import { flag } from './leaf.js';
import { keys, noted } from './map-shape.js';
import { bothOverlays, overlaysShape, overlaysUnder } from './overlays-shape.js';
import type { SideSettings, Sides } from './sides-settings.js';

/** What one place of the file says about a side. */
export type SidePart = Kept<typeof baseShape>;
export type HeadPart = Kept<typeof headShape>;

export function baseShape() {
  return keys('the base', fields('base'));
}

export function headShape() {
  return keys('the head', {
    ...fields('head'),
    sample: noted(
      flag(),
      "Variables that only the head's .env.sample names are set as it says; false: the app has none of them, " +
        'as when its owner does not look there.',
      { default: true },
    ),
  });
}

function fields(side: 'base' | 'head') {
  return {
    env: noted(envShape(), `Variables of the app at the ${side} only, over those of both.`, { default: {} }),
    overlays: noted(overlaysShape(), `Compose files laid over the ${side} only, after those of both.`, {
      default: [],
    }),
    images: noted(
      images(),
      side === 'base'
        ? 'Images that the engine has from the base on.'
        : "Images that the engine gets between base and head; a tag of the base's is then another image.",
      { default: [] },
    ),
  };
}

/** Of two levels of different factors. */
export function bothSides<Part extends SidePart>(first: Part, second: Part): Part {
  return {
    ...first,
    ...second,
    ...(first.env && second.env ? { env: { ...first.env, ...second.env } } : {}),
    ...(first.overlays && second.overlays ? { overlays: bothOverlays(first.overlays, second.overlays) } : {}),
  };
}

interface SideParts {
  readonly base?: SidePart | undefined;
  readonly head?: HeadPart | undefined;
}

/** A plan in which the sides differ in nothing is, byte for byte, what it was before they could. */
export function sidesOf(top: SideParts, own: SideParts): { readonly sides?: Sides } {
  if ([top, own].every(({ base, head }) => base === undefined && head === undefined)) return {};
  const head = sideOf(top.head, own.head);
  return {
    sides: {
      base: sideOf(top.base, own.base),
      head: { ...head, sample: own.head?.sample ?? top.head?.sample ?? true },
    },
  };
}

function sideOf(top: SidePart = {}, own: SidePart = {}): SideSettings {
  return {
    env: { ...top.env, ...own.env },
    overlays: overlaysUnder(top.overlays, own.overlays),
    images: own.images ?? top.images ?? [],
  };
}
