// All pairs of two arms that were the same thing, from the summaries in results/: nothing of it is kept
// anywhere else.
import { counted } from '../../base/counted.js';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineCheck } from '../../engine/index.js';
import {
  everSame,
  summedPairs,
  type CampaignSummary,
  type EverSame,
  type PairCounts,
} from '../../statistics/index.js';
import { campaignFiles, readDerived } from '../../store/index.js';

export interface EverSameFound extends EverSame {
  readonly campaigns: number;
}

/** Campaigns without a summary that can be read are passed over. */
export function everSameIn(resultsDir: string): EverSameFound {
  const names = existsSync(resultsDir) ? readdirSync(resultsDir).filter((name) => name !== 'latest') : [];
  const found = names.flatMap((name) => pairsIn(campaignFiles(join(resultsDir, name)).summary) ?? []);
  return { ...everSame(summedPairs(found)), campaigns: found.length };
}

function pairsIn(summary: string): PairCounts | null {
  try {
    const { trust } = (readDerived(summary) ?? {}) as Partial<Pick<CampaignSummary, 'trust'>>;
    return trust?.sameness?.pairs ?? null;
  } catch {
    return null; // of a format that this driftlab does not know
  }
}

/** One sentence. */
export function everSameInWords({ campaigns, pairs, eValue, alarm }: EverSameFound): string {
  const all = `${counted(pairs, 'pair')} of ${counted(campaigns, 'A/A campaign')} in all`;
  const value = eValue >= 10 ? eValue.toFixed(0) : eValue.toPrecision(2);
  return alarm
    ? `alarm: ${all} show that arms which are the same come out differently (e-value ${value}, alarm at 100)`
    : `${all}: nothing shows that arms which are the same come out differently (e-value ${value}, ` +
        'alarm at 100)';
}

/** As `doctor` shows it. */
export function checkSameness(resultsDir: string): MachineCheck {
  const found = everSameIn(resultsDir);
  return {
    name: 'A/A',
    needed: false,
    ok: !found.alarm,
    found: found.campaigns === 0 ? 'never run' : everSameInWords(found),
    hint: found.alarm
      ? 'something of this machine or the lab decides how trials end: look at the A/A campaigns in ' +
        'results/ before you believe a comparison'
      : null,
  };
}
