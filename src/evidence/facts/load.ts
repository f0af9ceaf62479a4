// The load that was put on the engine, the windows it was on in, and how much it made everything wait.
import type { LoadUnit } from '../../base/units.js';
import type { LoadWindow } from '../../scenario/load-settings.js';

/**
 * Something happened to a load. `index` is its place in the trial's list of loads; neighbours come after it.
 */
export interface LoadFact {
  readonly kind: 'load';
  readonly index: number;
  readonly injector: string;
  /**
   * `planned` is written before anything is done; `full` each time the whole amount is reached, more than
   * once for a load that comes and goes; `sample` is a measurement; `died` is an end that nobody asked for.
   */
  readonly event: 'planned' | 'started' | 'full' | 'sample' | 'ended' | 'died';
  readonly unit: LoadUnit;
  /** In {@link unit}, as is {@link achieved}. */
  readonly target: number;
  /** As measured; null where nothing was measured. */
  readonly achieved: number | null;
  readonly note: string | null;
}

/**
 * A part of the trial in which loads may be on began or ended. Loads wait for it, and those without a
 * duration end with it.
 */
export interface WindowFact {
  readonly kind: 'window';
  readonly window: LoadWindow;
  readonly mark: 'open' | 'close';
}

/**
 * Pressure stall information: how long some task had to wait for each resource, in microseconds since an
 * arbitrary moment. Two of them give the share of the time in between.
 */
export interface PressureFact {
  readonly kind: 'pressure';
  /** `envelope`: the engine's containers. `machine`: everything on this machine, other engines included. */
  readonly scope: 'envelope' | 'machine';
  readonly cpuUs: number;
  readonly memoryUs: number;
  readonly ioUs: number;
}
