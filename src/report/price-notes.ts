// What an upgrade cost those who use the service, and what became of the services beside it.
import { formatDuration } from '../base/units.js';
import type { Plan } from '../plan/plan.js';
import { eventOf } from '../statistics/event.js';
import { isValid } from '../statistics/trial-result.js';
import { isWell } from '../verdict/standing.js';
import type { NoteGroup, FinishedTrial } from './note-groups.js';
import { begun, counted, tallied, times, listed, recordBegan } from './words.js';

export function price({ name, outageMs, stillDown: { count } }: NoteGroup): readonly string[] {
  if (outageMs === null || outageMs.max === 0) return [];
  const { median, max } = outageMs;
  const without = count === 0 ? '' : `, without ${counted(count, 'trial')} still down at the end`;
  if (median === 0)
    return [
      `${begun(name)}: in most upgrades always a healthy task, at worst ${formatDuration(max)} without ` +
        `one${without}.`,
    ];
  return [
    `${begun(name)}: ${formatDuration(median)} without a healthy task per upgrade (worst ` +
      `${formatDuration(max)})${without}.`,
  ];
}

/** An outage that was open at the end has no length yet. */
export function stillDown({ name, stillDown: { count, fromMs }, trials }: NoteGroup): readonly string[] {
  if (fromMs === null) return [];
  const [first, last] = [formatDuration(fromMs.first), formatDuration(fromMs.last)];
  const from = first === last ? first : `${first} to ${last}`;
  return [
    `${begun(name)}: down from ${from} after ${recordBegan} on, still down at the end (${String(count)} of ` +
      `${String(trials.filter(isValid).length)}).`,
  ];
}

/** Services of the stack other than the one under test that did not hold, without the stack's name. */
export function sides({ trials, services }: NoteGroup): readonly string[] {
  const found = trials.filter(isValid).flatMap((trial) =>
    trial.runs.flatMap((run) => {
      const stack = trial.planned.runs.find((spec) => spec.run === run.run)?.stack ?? '';
      const own = (full: string): string =>
        full.startsWith(`${stack}_`) ? full.slice(stack.length + 1) : full;
      return Object.entries(run.services).flatMap(([full, outcome]) =>
        services.includes(own(full)) || isWell(outcome) ? [] : [`${own(full)} ${outcome}`],
      );
    }),
  );
  if (found.length === 0) return [];
  const parts = tallied([...found].sort()).map(([what, count]) => `${what} ${times(count)}`);
  return [`beside ${listed(services)}, ${listed(parts)}`];
}

/** Trials that were run and do not say whether what is counted was there. */
export function openIn({ count }: Plan, { trials }: NoteGroup): readonly FinishedTrial[] {
  return trials.filter((trial) => trial.mark !== 'n' && trial.mark !== 'b' && eventOf(count, trial) === null);
}
