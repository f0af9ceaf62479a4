// Beside the truth: drift, and whether a check that looks at health and then at the label would have been
// misled.
import type { Evidence, EvidenceOf } from '../evidence/evidence.js';
import { ofKind } from '../evidence/timeline.js';
import type { RunSpec } from '../plan/plan.js';
import { isUnjudged, isWell } from './standing.js';
import type { Story } from './story.js';
import type { Outcome, RunVerdict } from './verdict.js';

/** Another client was quicker: the same deploy would work at another moment. */
const lostRace = /update out of sequence/;

/**
 * Whether the service was read back with another stamp than git intended; null when either is unknown or
 * nothing was tried. A deploy that could not work asked nothing of swarm, and a base that stands as it did is
 * no drift; a deploy that lost a race could have.
 */
export function driftOf(
  outcome: Outcome,
  { intendedStamp, readback, end, base }: Pick<Story, 'intendedStamp' | 'readback' | 'end' | 'base'>,
): boolean | null {
  if (isUnjudged(outcome) || intendedStamp === null || readback === null || !readback.found) return null;
  const couldNotWork =
    outcome === 'never-applied' && end !== null && end.exitCode !== 0 && !lostRace.test(end.failure ?? '');
  if (couldNotWork && readback.stamp === base?.spec.stamp) return false;
  return readback.stamp !== intendedStamp;
}

/**
 * The same where no stamp says what git meant: whether something else stands there at the end than what the
 * deploy put; null where what it put was never seen.
 */
export function specDriftOf(
  outcome: Outcome,
  { head, base, live, readback }: Pick<Story, 'head' | 'base' | 'live' | 'readback'>,
): boolean | null {
  if (isUnjudged(outcome) || readback === null || !readback.found || live === null) return null;
  if (head !== null) return live.spec.specHash !== head.specHash;
  return isWell(outcome) && live.spec.specHash === base?.spec.specHash ? false : null;
}

/**
 * It passed although the upgrade went wrong, or it blamed the checkout (healthy, other label) although the
 * tree was right.
 */
export function isMasked(outcome: Outcome, drift: boolean | null, { lines, run, worktree }: Story): boolean {
  if (isUnjudged(outcome) || (isWell(outcome) && drift !== true)) return false;
  const treeWasRight = worktree !== null && worktree.treeStamp === worktree.intendedStamp;
  const misled = (check: EvidenceOf<'naive'>): boolean => check.pass || (check.healthy && treeWasRight);
  return ofKind(lines, 'naive').some((check) => check.run === run.run && misled(check));
}

/** What such a check said at the end; null where none was watched. */
export function naiveOf(lines: readonly Evidence[], { run }: RunSpec): RunVerdict['naive'] {
  const naive = ofKind(lines, 'naive').findLast((line) => line.run === run && line.moment === 'end');
  return naive === undefined ? null : { pass: naive.pass, healthy: naive.healthy, message: naive.message };
}
