// Two settings that cannot both be meant, found after each was read by itself.
import type { Path } from './problem.js';

/**
 * A conflict between settings, by paths from the top of the settings: the first is where it is shown if
 * nothing else decides.
 */
export interface Conflict {
  readonly between: readonly Path[];
  readonly message: string;
  readonly hint: string;
}
