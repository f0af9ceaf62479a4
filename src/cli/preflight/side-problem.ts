// Something that speaks against a deploy, with its place.
import type { Place } from '../../compose/place.js';

export interface SideProblem {
  readonly place: Place;
  readonly message: string;
  readonly hint: string | null;
  /** `never-runs`: docker takes it, and no task of the service would ever run. */
  readonly kind: 'refused' | 'image' | 'never-runs';
}
