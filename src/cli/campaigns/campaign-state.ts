// How far a campaign is, and who works on it.
import { stateOf, type CampaignSummary } from '../../statistics/index.js';
import { holderInWords, holderOf } from '../../store/index.js';
import type { Verdict } from '../../verdict/index.js';
import type { StoredCampaign } from './campaign-store.js';

export interface CampaignState {
  readonly state: CampaignSummary['state'];
  /** `complete`, `interrupted, 3 of 8`, or `running, 3 of 8, by process 4711`. */
  readonly words: string;
}

/**
 * `verdicts`: those of all trials that ended. A campaign whose process is gone does not run, whatever its
 * files say.
 */
export function campaignState(
  { files, plan }: Pick<StoredCampaign, 'files' | 'plan'>,
  verdicts: ReadonlyMap<string, Verdict>,
): CampaignState {
  const holder = holderOf(files);
  const done =
    `${String(plan.trials.filter(({ id }) => verdicts.has(id)).length)} of ` + String(plan.trials.length);
  if (holder?.works === true)
    return { state: 'running', words: `running, ${done}, by ${holderInWords(holder)}` };
  const state = stateOf(plan, verdicts);
  if (state === 'complete') return { state, words: state };
  return { state, words: `${state}, ${done}${holder === null ? '' : `, ${holderInWords(holder)} is gone`}` };
}
