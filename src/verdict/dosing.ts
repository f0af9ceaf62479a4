// A load as it was asked for and got, and the bounds within which it counts.
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import type { DoseWindow, Span } from './dose-window.js';
import type { DrawnLoad } from '../plan/plan.js';

export type LoadLine = EvidenceOf<'load'>;

/** A load that began, or was full, so much later than it was due was not on in the time that was meant. */
export const lateMsMax = 2000;

/**
 * Share of the time that mattered in which a load has to have been there. Neighbours are to be there
 * throughout, but for a moment.
 */
export const shareMin = 0.8;
export const neighbourShareMin = 0.95;

/**
 * Of a load with a duration: share of that, or of its window where that is shorter, in which it has to have
 * been there before swarm decided for the head. Half a moment before the end is no load.
 */
export const insideMin = 0.3;

export interface Dosing {
  readonly load: DrawnLoad;
  readonly index: number;
  /** All that was seen. */
  readonly lines: readonly Evidence[];
  /** What was seen of this load. */
  readonly own: readonly LoadLine[];
  readonly window: DoseWindow | null;
}

export interface Measured {
  /**
   * Median of what was measured at full load, in the time it was due where anything was; null when nothing
   * was.
   */
  readonly achieved: number | null;
  /** How much later than it was due it began, in milliseconds; null where its window is not on record. */
  readonly lateMs: number | null;
  /** When it was first full, in milliseconds since the trial began; null when it never was. */
  readonly fromMs: number | null;
  /** When it ended; null when that is not on record. */
  readonly toMs: number | null;
  readonly fullTimes: number;
  /** When it was to be full and something depended on it; null where its window is not on record. */
  readonly due: Span | null;
  /** How much of that time it was; null for a load that comes and goes. */
  readonly insideMs: number | null;
}

export function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
