// Which abra deployed, read back from results/: in the trials of a campaign, and in the campaigns before it.
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LabError } from '../../base/lab-error.js';
import type { AbraRecord, Binary } from '../../report/index.js';
import { campaignFiles, parseManifest, readRegular, readWhole, type Manifest } from '../../store/index.js';
import type { StoredCampaign } from '../campaigns/campaign-store.js';

export interface AbraOfCampaign {
  readonly campaign: string;
  readonly abra: Binary;
}

/** What a report has to know of abra beside the manifest. */
export function abraRecord({
  files,
  plan,
  manifest,
}: StoredCampaign): Pick<AbraRecord, 'ofTrials' | 'before'> {
  if (manifest.tools.abra === null) return { ofTrials: new Map(), before: null };
  const ofTrials = plan.trials.flatMap(({ id }) => {
    const binary = binaryOnRecord(files.trial(id).evidence);
    return binary === null ? [] : [[id, binary] as const];
  });
  const own = basename(files.folder);
  const before = campaignsWithAbra(dirname(files.folder)).find(({ campaign }) => campaign < own) ?? null;
  return { ofTrials: new Map(ofTrials), before };
}

/**
 * The campaigns in a results folder that deployed by abra, the newest first; folders that are no whole
 * campaign are passed over.
 */
export function campaignsWithAbra(resultsDir: string): readonly AbraOfCampaign[] {
  const names = existsSync(resultsDir)
    ? readdirSync(resultsDir)
        .filter((name) => name !== 'latest')
        .sort()
        .reverse()
    : [];
  return names.flatMap((campaign) => {
    const abra = manifestIn(join(resultsDir, campaign))?.tools.abra ?? null;
    return abra === null ? [] : [{ campaign, abra }];
  });
}

function manifestIn(folder: string): Manifest | null {
  const { manifest } = campaignFiles(folder);
  if (!existsSync(manifest)) return null;
  try {
    return parseManifest(readWhole(manifest, ''), manifest);
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

/** Only the one line is parsed: a journal may have thousands, and a report is to be quick. */
function binaryOnRecord(journal: string): Binary | null {
  if (!existsSync(journal)) return null;
  try {
    const line = readRegular(journal)
      .split('\n')
      .find((text) => text.includes('"kind":"deployer-binary"'));
    if (line === undefined) return null;
    const { path, sha256, version } = JSON.parse(line) as Binary;
    return { path, sha256, version };
  } catch {
    return null;
  }
}
