// Where the load alone parts what held from what did not: the rate of such an arm is one of the loads that
// were drawn, and says little of other loads.
import { formatAmount } from '../base/units.js';
import { isValid } from '../statistics/trial-result.js';
import type { FinishedTrial } from './note-groups.js';
import { armInWords, begun } from './words.js';

/** So few on one side may be chance. */
const sideMin = 3;

/** A sentence for each arm of which every trial below one amount held and every one above it did not. */
export function edgeNotes(finished: readonly FinishedTrial[]): readonly string[] {
  return [...new Set(finished.map(({ arm }) => arm))].flatMap((arm) =>
    edgeOf(
      arm,
      finished.filter((trial) => trial.arm === arm && isValid(trial)),
    ),
  );
}

function edgeOf(arm: string, trials: readonly FinishedTrial[]): readonly string[] {
  const dosed = trials.flatMap(({ mark, run }) => {
    const [dose, ...others] = run?.dose ?? [];
    return dose?.achieved == null || others.length > 0
      ? []
      : [{ dose, amount: dose.achieved, held: mark === 'h' }];
  });
  const held = dosed.filter((one) => one.held).map(({ amount }) => amount);
  const failed = dosed.filter((one) => !one.held).map(({ amount }) => amount);
  const [below, above] = [Math.max(...held), Math.min(...failed)];
  const unit = dosed[0]?.dose.unit ?? 'bytes';
  if (dosed.length < trials.length || held.length < sideMin || failed.length < sideMin || below >= above)
    return [];
  return [
    `${begun(armInWords(arm))}: all ${String(held.length)} trials at ${formatAmount(below, unit)} or less held, all ` +
      `${String(failed.length)} at ${formatAmount(above, unit)} or more did not: its rate is one of the loads that ` +
      'were drawn.',
  ];
}
