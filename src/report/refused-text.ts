// What is said of deploys that could not work: that they are no finding about the upgrade, what the deployer
// said, and how to go on.
import type { CampaignSummary } from '../statistics/summary.js';
import { listed } from './words.js';

/** How many trials are named. */
const named = 3;

/** A sentence or two; none where deploys worked. */
export function refusedSentences({
  refused,
  state,
}: Pick<CampaignSummary, 'refused' | 'state'>): readonly string[] {
  if (refused === undefined) return [];
  const { arm, step, said, trials } = refused;
  const ids =
    trials.length > named
      ? [...trials.slice(0, named - 1), `${String(trials.length - named + 1)} more`]
      : trials;
  const words = said
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .replace(/\.$/, '');
  return [
    `The ${step} of ${arm} cannot be deployed, in the same words in trials ${listed(ids)}: ${words}.`,
    'That is no drift, and more trials would show nothing ' +
      `else${state === 'interrupted' ? ', so no more were launched (--keep-going launches them)' : ''}.`,
  ];
}
