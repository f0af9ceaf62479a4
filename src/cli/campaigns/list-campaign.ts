// A campaign's line in a list of them, worked out from its files.
import { basename } from 'node:path';
import { LabError } from '../../base/lab-error.js';
import { resultOf } from '../../statistics/index.js';
import { campaignState } from './campaign-state.js';
import { openCampaign } from './campaign-store.js';
import { keptVerdicts } from './kept-verdicts.js';

export interface Listed {
  readonly campaign: string;
  /** In words; why it cannot be read, where it cannot. */
  readonly state: string;
  /** Trials that ended, and how many of them did not hold, held, or show nothing. */
  readonly trials: {
    readonly planned: number;
    readonly failed: number;
    readonly held: number;
    readonly nothing: number;
  } | null;
}

/** `rules`: hash of the rules by which trials are judged. */
export function listCampaign(folder: string, rules: string): Listed {
  const name = basename(folder);
  try {
    const campaign = openCampaign(folder);
    const verdicts = keptVerdicts(campaign, { rules });
    const marks = [...verdicts.values()].map((verdict) => resultOf(verdict).mark);
    const [failed, held] = [
      marks.filter((mark) => mark === 'd' || mark === 'x').length,
      marks.filter((mark) => mark === 'h').length,
    ];
    return {
      campaign: name,
      state: campaignState(campaign, verdicts).words,
      trials: { planned: campaign.plan.trials.length, failed, held, nothing: marks.length - failed - held },
    };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { campaign: name, state: error.message, trials: null };
  }
}
