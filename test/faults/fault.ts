// What a fault is: something that goes wrong beside the lab, planted from outside on what one cell alone has.
import type { Place } from './place.js';

export const plantedIn = [
  'engine',
  'tree',
  'load',
  'base',
  'upgrade',
  'observe',
  'collect',
  'destroy',
] as const;
export type PlantedIn = (typeof plantedIn)[number];

export interface Prepared {
  /** Arguments of `driftlab run`. */
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Makes it happen. */
  readonly plant: () => void | Promise<void>;
  /** Ends it, when the first attempt at the trial is over. */
  readonly lift?: () => void;
  /** Takes away what was prepared, when nothing of the lab runs any more. */
  readonly clear?: () => void;
}

export interface Fault {
  readonly name: string;
  /** What is done, in a sentence for the table. */
  readonly how: string;
  /** The reason that the lab has to give where the trial cannot be judged. */
  readonly says: RegExp;
  /** So many seconds at most may pass from planting it to the end of the trial. */
  readonly withinSeconds: number;
  /**
   * Phases in which it changes nothing that decides the outcome, so that the trial may be judged as if
   * nothing had been.
   */
  readonly harmlessIn: readonly PlantedIn[];
  /** Phases in which there is nothing yet that could fail so. */
  readonly absentIn?: readonly PlantedIn[];
  /** It has a cache of images of its own, which is empty; else all cells share one. */
  readonly ownCache?: true;
  readonly prepare: (place: Place) => Prepared | Promise<Prepared>;
}
