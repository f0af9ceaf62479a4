// The overlay of what sweep would mend in a recipe, split in two where the head has services that the base
// has not: an overlay that names a service makes one, and one without an image is refused.
import { overlayOf } from '../../sweep/index.js';
import type { NewFile } from '../files/write-new.js';
import type { MendingOverlays } from './first-scenario.js';
import type { LookedAt } from './look-at-recipe.js';

export interface WrittenOverlays {
  readonly paths: MendingOverlays;
  readonly files: readonly NewFile[];
}

/** `path` is that of the overlay for both versions. */
export function mendingOverlays(
  { stack, before, findings }: LookedAt,
  name: string,
  path: string,
): WrittenOverlays {
  const isOfBoth = (service: string): boolean => before?.services.has(service) ?? true;
  const text = (wanted: boolean): string | null =>
    overlayOf(
      name,
      stack,
      findings.filter(({ change }) => change !== null && isOfBoth(change.service) === wanted),
    );
  const [both, head] = [text(true), text(false)];
  const ofHead = path.replace(/(?=\.ya?ml$|$)/, '-head');
  return {
    paths: { both: both === null ? null : path, head: head === null ? null : ofHead },
    files: [
      ...(both === null ? [] : [{ path, text: both }]),
      ...(head === null ? [] : [{ path: ofHead, text: head }]),
    ],
  };
}
