// The event of which rates are told: by default that a trial did not hold. A trial of several runs counts
// once, since its runs share an engine and a load: it has the event if any of its runs has, and cannot tell
// if none has and one of them cannot tell.
import type { Count, MissedBy } from '../scenario/scenario.js';
import { isSilent, standingOf } from '../verdict/standing.js';
import type { RunVerdict } from '../verdict/verdict.js';

const missedBy = 'missed by ';

/**
 * Whether the event was there; null where the trial is not valid for it: inconclusive, a base that failed, a
 * no-op, and of drift also a run whose stamp could not be read back.
 */
export function eventOf(count: Count, { runs }: { readonly runs: readonly RunVerdict[] }): boolean | null {
  const tried = runs.filter(({ outcome }) => outcome !== 'no-op').map((run) => eventIn(count, run));
  if (tried.includes(true)) return true;
  return tried.includes(null) || tried.length === 0 ? null : false;
}

/**
 * The run ended in another way than `held`. A label that is not the intended one is none that held, whatever
 * else is said of it.
 */
export function didNotHold({ outcome, drift }: RunVerdict): boolean {
  return drift === true || standingOf(outcome) === 'fell';
}

function eventIn(count: Count, run: RunVerdict): boolean | null {
  if (isSilent(run.outcome)) return null;
  if (count === 'drift') return run.drift;
  if (isMissedBy(count)) return missedIn(checkOf(count), run);
  if (!didNotHold(run)) return run.drift === null ? null : false;
  return count === 'not-held' || count.includes(run.cause?.kind ?? 'unknown');
}

/** Null for an upgrade that held: there is nothing to miss. */
function missedIn(check: string, run: RunVerdict): boolean | null {
  const judgement = run.checks?.find(({ name }) => name === check)?.judgement ?? null;
  return judgement === null || !didNotHold(run) ? null : judgement === 'missed';
}

export function isMissedBy(count: Count): count is MissedBy {
  return typeof count === 'string' && count.startsWith(missedBy);
}

/** Name of the check whose misses are counted. */
export function checkOf(count: MissedBy): string {
  return count.slice(missedBy.length);
}

/** How many of these trials have the event, of how many that can tell. */
export function countedIn(
  count: Count,
  trials: readonly { readonly runs: readonly RunVerdict[] }[],
): { readonly k: number; readonly n: number } {
  const events = trials.flatMap((trial) => eventOf(count, trial) ?? []);
  return { k: events.filter(Boolean).length, n: events.length };
}
