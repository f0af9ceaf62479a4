// Which images the trials of a campaign will need: those are made before anything boots, so that a build
// script that cannot work is known then.
import type { ImageSource } from '../../scenario/image-kinds.js';
import { engineTraits } from '../../scenario/engines/index.js';
import type { Arm } from '../../scenario/scenario.js';
import { allImages } from '../../scenario/sides.js';

/**
 * Every image that a private engine of these arms is given, those of base or head alone among them, and
 * `lacking`, which existing engines have not; each once. Stamp probes boot no engine that is given any.
 */
export function imagesAhead(arms: readonly Arm[], lacking: readonly ImageSource[]): readonly ImageSource[] {
  const ofPrivate = arms.flatMap(({ settings }) =>
    engineTraits(settings.engine).isOwn && settings.stopAt === null ? allImages(settings) : [],
  );
  return [
    ...new Map([...ofPrivate, ...lacking].map((image) => [JSON.stringify(image), image] as const)).values(),
  ];
}
