// The shape of `overlays`, which add up: those of the scenario, then those of the arm or of its levels.
// `only` leaves the scenario's out.
import * as z from 'zod';
import { text } from './leaf.js';
import { keys, list, noted } from './map-shape.js';

/** What one place of the file says about overlays. */
export interface OverlaysPart {
  readonly files: readonly string[];
  /** Of an arm or a level: the scenario's own are left out. */
  readonly only: boolean;
}

export function overlaysShape(): z.ZodType<OverlaysPart> {
  const kind = { what: 'a list of compose files, or { only: … }', like: '[overlays/stop-first.yml]' };
  const files = list(
    text({ what: "a path, relative to the scenario's folder", like: 'overlays/stop-first.yml' }),
    kind,
  );
  const instead = keys('the overlays', {
    only: noted(files, "Compose files of this arm or level in place of the scenario's, not beside them."),
  })
    .refine(({ only: given }) => given !== undefined, {
      error: 'nothing is said of the overlays\nwrite a list of compose files, or { only: [...] }',
    })
    .transform(({ only: given }): OverlaysPart => ({ files: given ?? [], only: true }));
  return z.union([files.transform((given): OverlaysPart => ({ files: given, only: false })), instead]);
}

/** Of two places that stand beside each other, as levels of two factors do. */
export function bothOverlays(first: OverlaysPart, second: OverlaysPart): OverlaysPart {
  return { files: [...first.files, ...second.files], only: first.only || second.only };
}

/** The scenario's first, then the arm's; a file that both name is meant once. */
export function overlaysUnder(
  top: OverlaysPart | undefined,
  own: OverlaysPart | undefined,
): readonly string[] {
  return [...new Set([...(own?.only === true ? [] : (top?.files ?? [])), ...(own?.files ?? [])])];
}
