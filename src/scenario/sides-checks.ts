// Cross-checks of what base and head have each for itself.
import type { Draft } from './arms.js';
import type { Conflict } from './conflict.js';
import { engineTraits } from './engines/index.js';

/** On an engine that is not the lab's a tag stays the image that it is. */
export function checkSides({ engine, images: common, sides }: Draft): readonly Conflict[] {
  const { isOwn, path } = engineTraits(engine);
  if (isOwn || sides === undefined) return [];
  const [first, second] = [new Set(common.map(({ tag }) => tag)), new Set<string>()];
  const twice = (['base', 'head'] as const).flatMap((side) =>
    sides[side].images.flatMap(({ tag }) => {
      const isThere = first.has(tag) || second.has(tag);
      second.add(tag);
      return isThere ? [{ side, tag }] : [];
    }),
  );
  return twice.map(({ side, tag }) => ({
    between: [[side, 'images'], path],
    message: `the tag "${tag}" is to be two images, and on an existing engine a tag stays what it is`,
    hint: 'give the images different tags, or run on a private engine',
  }));
}
