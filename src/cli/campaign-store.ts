// Ties a campaign to its folder: opens its logs, reads its evidence back, judges, and saves what is derived.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { decodeJournal } from '../evidence/codec.js';
import { parsePlan } from '../plan/plan-file.js';
import { trialSpec } from '../plan/trial-spec.js';
import type { Plan } from '../plan/plan.js';
import { campaignFiles, openTrialLog, parseManifest, readWhole, writeWhole, type CampaignFiles, type Manifest } from '../store/index.js';
import { renderSummary, summarise, type CampaignSummary } from '../statistics/index.js';
import { judge, renderVerdict, type Verdict } from '../verdict/index.js';
import type { CampaignPorts } from '../campaign/run-campaign.js';

/** A campaign on disk, read whole but for its evidence. */
export interface StoredCampaign {
  readonly files: CampaignFiles;
  readonly manifest: Manifest;
  readonly plan: Plan;
}

const whole = 'the folder is not a whole campaign; name another, or run the scenario again';

export function openCampaign(folder: string): StoredCampaign {
  const files = campaignFiles(folder);
  return { files, manifest: parseManifest(readWhole(files.manifest, whole), files.manifest), plan: parsePlan(readWhole(files.plan, whole)) };
}

/** A trial's evidence as it stands on disk; null when the trial has none. */
export function readEvidence(files: CampaignFiles, id: string): ReturnType<typeof decodeJournal> | null {
  const path = files.trial(id).evidence;
  return existsSync(path) ? decodeJournal(readFileSync(path, 'utf8')) : null;
}

/** The verdict from the evidence on disk and nothing else; null when the trial has no evidence. */
export function judgeFromDisk({ files, plan }: Pick<StoredCampaign, 'files' | 'plan'>, id: string): Verdict | null {
  const journal = readEvidence(files, id);
  return journal === null ? null : judge(trialSpec(plan, id), journal.lines, journal.problems);
}

/** The verdicts that were saved, by trial id. */
export function readVerdicts({ files, plan }: Pick<StoredCampaign, 'files' | 'plan'>): ReadonlyMap<string, Verdict> {
  const saved = plan.trials.filter(({ id }) => existsSync(files.trial(id).verdict));
  return new Map(saved.map(({ id }) => [id, JSON.parse(readFileSync(files.trial(id).verdict, 'utf8')) as Verdict]));
}

/** The campaign's own ports: everything but the trial's. */
export function campaignStore(campaign: StoredCampaign, secrets: readonly string[]): Omit<CampaignPorts, 'trials'> {
  const { files } = campaign;
  return {
    openLog: (id) => openTrialLog(files.trial(id), secrets),
    judge: (id) => judgeFromDisk(campaign, id),
    saveVerdict: (verdict) => writeWhole(files.trial(verdict.trial).verdict, renderVerdict(verdict)),
    saveSummary: (verdicts, state) => saveSummary(campaign, verdicts, state),
  };
}

export function summaryOf({ files, plan, manifest }: StoredCampaign, verdicts: ReadonlyMap<string, Verdict>, state: CampaignSummary['state']): CampaignSummary {
  return summarise({ plan, verdicts, campaign: basename(files.folder), scenarioSha256: manifest.scenario.sha256, state });
}

export function saveSummary(campaign: StoredCampaign, verdicts: ReadonlyMap<string, Verdict>, state: CampaignSummary['state']): CampaignSummary {
  const summary = summaryOf(campaign, verdicts, state);
  writeWhole(campaign.files.summary, renderSummary(summary));
  return summary;
}
