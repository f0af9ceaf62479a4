// What each outcome says of the upgrade, in one table: everything that must know what a new outcome counts as
// asks here, and the compiler asks for the new line.
import type { Outcome } from './verdict.js';

/**
 * `stood`: the head runs. `unchanged`: the head changed nothing, so that it could not fail. `fell`: the
 * upgrade did not hold. `untried`: it never came to the upgrade. `unknown`: what became of it is not known.
 */
export type Standing = 'stood' | 'unchanged' | 'fell' | 'untried' | 'unknown';

const standings = {
  held: 'stood',
  mixed: 'fell',
  'rolled-back': 'fell',
  'rollback-failed': 'fell',
  paused: 'fell',
  'never-applied': 'fell',
  overwritten: 'fell',
  removed: 'fell',
  unsettled: 'fell',
  'failed-later': 'fell',
  'no-op': 'unchanged',
  'base-failed': 'untried',
  inconclusive: 'unknown',
} as const satisfies Record<Outcome, Standing>;

export function standingOf(outcome: Outcome): Standing {
  return standings[outcome];
}

/** Nothing went wrong: the head runs, or there was nothing to change. */
export function isWell(outcome: Outcome): boolean {
  const standing = standingOf(outcome);
  return standing === 'stood' || standing === 'unchanged';
}

/** Nothing is known of how the upgrade ended. */
export function isUnjudged(outcome: Outcome): boolean {
  const standing = standingOf(outcome);
  return standing === 'untried' || standing === 'unknown';
}

/** It can be told neither that the upgrade held nor that it did not: unjudged, or nothing was changed. */
export function isSilent(outcome: Outcome): boolean {
  return isUnjudged(outcome) || standingOf(outcome) === 'unchanged';
}
