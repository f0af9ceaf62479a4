// What a load is asked to do.
import type { LoadUnit, Range } from '../base/units.js';

/** The part of a trial in which a load is on. */

export const loadWindows = ['base', 'upgrade', 'monitor', 'rollback', 'whole'] as const;

export type LoadWindow = (typeof loadWindows)[number];

/**
 * How a load moves while it is on. `steady`: it stays. `sawtooth`: it grows from nothing for four fifths of
 * every period and stays at its amount for one. `bursts`: in every period it is there once, for a fifth to
 * three fifths of it, at a time drawn from the seed.
 */

export const loadShapes = ['steady', 'sawtooth', 'bursts'] as const;

export type LoadShape = (typeof loadShapes)[number];

export interface LoadSettings {
  /** Name of an injector. */
  readonly injector: string;
  /** As they are written; the injector's own schema reads them. */
  readonly options: unknown;
  readonly unit: LoadUnit;
  /** The dose that the options ask for, in {@link unit}; where a search varies it, one level of that. */
  readonly amount: Range;
  readonly during: LoadWindow;
  /** Milliseconds between the start of the window and the start of the load. */
  readonly after: Range;
  /** Milliseconds at full load; null means until the window closes. */
  readonly for: Range | null;
  /** Milliseconds in which the load grows to its full amount. */
  readonly ramp: Range;
  readonly shape: LoadShape;
  /** Milliseconds of one period; null for a steady load. */
  readonly everyMs: number | null;
  /** Largest accepted deviation of the measured dose from the target, as a fraction of the target. */
  readonly band: number;
}
