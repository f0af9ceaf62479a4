// When too many launches show nothing. What keeps trials from showing anything may also decide how they would
// have ended.
import type { Launched } from './launched.js';

/** Of the launches, at most this share may show nothing. */
const invalidShareMax = 0.2;
/**
 * Fewer than this never end a campaign: one trial that is lost each time it is run is no sign of anything.
 */
const invalidMin = 5;

/** Attempts at trials, each one of those that were lost and run again included. */
export interface Launches {
  readonly count: number;
  /** Those that showed nothing. */
  readonly invalid: number;
}

/** The launches of trials that ended. */
export function launchesOf(ended: readonly Launched[]): Launches {
  const lost = ended.reduce((sum, { result }) => sum + (result?.lost.length ?? 0), 0);
  return { count: ended.length + lost, invalid: ended.filter(({ failed }) => failed === null).length + lost };
}

export function tooManyInvalid(launches: Launches): boolean {
  return isEnoughInvalid(launches) && isMoreThanAFifth(launches.invalid, launches.count);
}

/** Whether there are enough to end a campaign for. */
export function isEnoughInvalid({ invalid }: Launches): boolean {
  return invalid >= invalidMin;
}

/** Of `count` trials so many may show nothing before what the others show counts for nothing. */
export function isMoreThanAFifth(part: number, count: number): boolean {
  return part > invalidShareMax * count;
}

export function invalidInWords({ count, invalid }: Launches): string {
  return `${String(invalid)} of ${String(count)} launches showed nothing, more than a fifth`;
}
