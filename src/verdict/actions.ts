// What somebody else did in a trial because the scenario has him do it: whether it was done at all, and what
// a verdict says of it.
import type { Evidence } from '../evidence/evidence.js';
import { deployOf, ofKind } from '../evidence/timeline.js';
import type { DrawnAction } from '../plan/plan.js';
import type { Questioned } from './questioned.js';
import type { Invalidity } from './verdict.js';

/** Why the trial is not the one that was asked for; null when every action was done. */
export function missedAction(question: Questioned): string | null {
  const missed = firstMissed(question);
  if (missed === null) return null;
  const { index, drawn, failure, begun } = missed;
  const which = `action ${String(index + 1)} (${drawn.action}) was not done`;
  if (failure !== null) return `${which}: ${failure}`;
  if (begun) return `${which}: it had not ended when observation did`;
  return `${which}: its time (${timeInWords(drawn)}) had not come when observation ended`;
}

/** Whether its moment comes may depend on how the upgrade goes; that it failed then may as well. */
export function kindOfMissed({ lines, run }: Questioned): Invalidity {
  return deployOf(lines, run, 'upgrade', 'begin') === null ? 'lab' : 'unclear';
}

interface Missed {
  readonly index: number;
  readonly drawn: DrawnAction;
  readonly begun: boolean;
  /** Why it failed; null where its end is not on record. */
  readonly failure: string | null;
}

/** Actions of an upgrade that was never tried, because the base failed first, were not missed. */
function firstMissed({ spec, lines, run }: Questioned): Missed | null {
  const upgraded = deployOf(lines, run, 'upgrade', 'begin') !== null;
  for (const [index, drawn] of spec.actions.entries()) {
    const own = ofKind(lines, 'action').filter((line) => line.index === index);
    const begun = own.length > 0;
    const ended = own.find(({ mark }) => mark === 'end');
    const due = upgraded || drawn.at === 'base' || begun;
    if (due && ended?.failure !== null) return { index, drawn, begun, failure: ended?.failure ?? null };
  }
  return null;
}

function timeInWords({ at, afterMs }: DrawnAction): string {
  return afterMs === 0 ? at : `${(afterMs / 1000).toFixed(1)} s after ${at}`;
}

/** What was done, in the order in which it was. */
export function actionsInWords(lines: readonly Evidence[]): readonly string[] {
  return ofKind(lines, 'action')
    .filter(({ mark, failure }) => mark === 'end' && failure === null)
    .map(({ what }) => `somebody else, as the scenario has it, ${what}`);
}
