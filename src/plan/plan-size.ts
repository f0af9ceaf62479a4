// A plan that nobody could run is refused before it is drawn up, with the arithmetic.
import { counted } from '../base/counted.js';
import { LabError } from '../base/lab-error.js';
import type { Arm } from '../scenario/scenario.js';

const trialsMax = 20_000;
/** Runs and loads of all trials together. */
const drawsMax = 100_000;

/** @throws LabError `bad-input` when so many trials of each of the arms are more than can be planned. */
export function requirePlannable(arms: readonly Arm[], each: number): void {
  const [trials, most] = [each * arms.length, String(trialsMax)];
  if (trials > trialsMax) {
    const sum =
      arms.length === 1
        ? `${counted(each, 'trial')} are`
        : `${counted(each, 'trial')} of each of ${String(arms.length)} arms are ${String(trials)}, which is`;
    throw new LabError('bad-input', `${sum} more than the ${most} that can be planned`, {
      hint: 'run fewer trials or arms; campaigns that are run one after the other can be compared',
    });
  }
  const draws =
    each * arms.reduce((sum, { settings: { stacks, load } }) => sum + stacks.concurrent + load.length, 0);
  if (draws <= drawsMax) return;
  throw new LabError(
    'bad-input',
    `the ${String(trials)} trials have ${String(draws)} runs and loads together, and at most ` +
      `${String(drawsMax)} can be planned`,
    { hint: 'run fewer trials, or fewer upgrades at once' },
  );
}
