// Whom the trials clear although something drifted: the deployer and the tree, where every stamp that is
// known was the right one.
import { stampSayer } from '../evidence/named-deployers.js';
import type { Plan } from '../plan/plan.js';
import { isValid } from '../statistics/trial-result.js';
import type { RunVerdict } from '../verdict/verdict.js';
import type { FinishedTrial } from './note-groups.js';
import { counted } from './words.js';

/**
 * Where the deployer does not say itself which stamp it took, that the tree gave the intended one speaks for
 * the tree, and of the deployer it says nothing.
 */
export function cleared(plan: Plan, finished: readonly FinishedTrial[]): readonly string[] {
  const rated = finished.filter(isValid);
  if (!rated.some((trial) => trial.mark === 'd')) return [];
  const speaks = ({ arm }: FinishedTrial): boolean =>
    plan.arms.find(({ name }) => name === arm)?.settings.deployer === stampSayer;
  return [
    ...rightIn(rated.filter(speaks), {
      who: 'the deployer, the tree: deployed stamp = intended stamp',
      only: ' in which the deployer named a stamp',
      blames: ['deployer', 'tree'],
    }),
    ...rightIn(
      rated.filter((trial) => !speaks(trial)),
      {
        who: 'the tree: it gave the intended stamp when it was deployed',
        only: ' in which that is on record',
        blames: ['tree'],
      },
    ),
  ];
}

interface Clearing {
  readonly who: string;
  /** Added where not every trial names a stamp. */
  readonly only: string;
  /** Blamed in one trial, they are cleared in none. */
  readonly blames: readonly RunVerdict['component'][];
}

function rightIn(trials: readonly FinishedTrial[], { who, only, blames }: Clearing): readonly string[] {
  const runs = trials.flatMap((trial) => trial.runs);
  const known = runs.filter(({ stamps }) => stamps.deployed !== null && stamps.intended !== null);
  const wrong = known.some(({ stamps }) => stamps.deployed !== stamps.intended);
  if (known.length === 0 || wrong || runs.some(({ component }) => blames.includes(component))) return [];
  const unit = trials.some((trial) => trial.runs.length > 1) ? 'run' : 'valid trial';
  return [
    `${who} in ${String(known.length)} of ` +
      `${counted(known.length, unit)}${known.length === runs.length ? '' : only}.`,
  ];
}
