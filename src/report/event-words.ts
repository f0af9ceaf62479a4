// The event that a campaign counts, in words. Where every trial that did not hold drifted, the report says
// so, since that says more.
import type { Count } from '../scenario/scenario.js';
import type { ArmSummary, Rate } from '../statistics/summary.js';
import { checkOf } from '../statistics/event.js';
import { listed } from './words.js';

export interface EventWords {
  /** `did not hold`. */
  readonly past: string;
  /** `fails to hold`. */
  readonly present: string;
  /** `fail to hold`. */
  readonly plural: string;
  /** Of what the rate is. */
  readonly of: string;
}

const drifting: EventWords = { past: 'drifted', present: 'drifts', plural: 'drift', of: 'upgrades' };
const failing: EventWords = {
  past: 'did not hold',
  present: 'fails to hold',
  plural: 'fail to hold',
  of: 'upgrades',
};

/** What was counted, in general. */
export function countWords(count: Count): EventWords {
  if (count === 'drift') return drifting;
  if (count === 'not-held') return failing;
  if (typeof count === 'string') return missingOf(checkOf(count));
  const by = ` by ${count.join(' or ')}`;
  return {
    past: failing.past + by,
    present: failing.present + by,
    plural: failing.plural + by,
    of: failing.of,
  };
}

/** Of what did not hold, how often a check said good. */
function missingOf(check: string): EventWords {
  const by = `missed by the check ${check}`;
  return { past: `was ${by}`, present: `is ${by}`, plural: `are ${by}`, of: 'upgrades that do not hold' };
}

interface Rated {
  readonly event: (Rate & { readonly count: Count }) | null;
  readonly drift: Rate | null;
}

/** What was counted in these arms. */
export function eventWords(arms: readonly Rated[]): EventWords {
  const count = arms.find(({ event }) => event !== null)?.event?.count ?? 'not-held';
  const some = arms.some(({ event }) => event !== null && event.k > 0);
  return count === 'not-held' && some && !arms.some(driftsOtherwise) ? drifting : countWords(count);
}

/** Whether the rate of drift is another than that of the event. */
export function driftsOtherwise({ event, drift }: Rated): boolean {
  return event?.k !== drift?.k || event?.n !== drift?.n;
}

/** Trials that did not hold, of which `outcomes` are the counts, beyond the `k` that have the event. */
export function otherFailures({ outcomes, event }: Pick<ArmSummary, 'outcomes' | 'event'>): number {
  const silent: readonly string[] = ['held', 'no-op', 'base-failed', 'inconclusive'];
  const failed = Object.entries(outcomes).reduce(
    (sum, [outcome, count]) => (silent.includes(outcome) ? sum : sum + count),
    0,
  );
  return Math.max(0, failed - (event?.k ?? 0));
}

/** `oom-kill and unhealthy`; for sentences that name the causes. */
export function causesIn(count: Count): string | null {
  return typeof count === 'string' ? null : listed(count);
}
