// Ties a campaign to its folder: opens its logs, reads its evidence back, judges, and saves what is derived.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { decodeJournal } from '../evidence/codec.js';
import { parsePlan } from '../plan/plan-file.js';
import { rerunsMax, trialOf } from '../plan/attempt.js';
import { trialSpec } from '../plan/trial-spec.js';
import type { Plan } from '../plan/plan.js';
import { campaignFiles, openTrialLog, parseManifest, readWhole, setAside, writeWhole, type CampaignFiles, type Manifest } from '../store/index.js';
import { renderSummary, summarise, type CampaignSummary, type LostAttempts } from '../statistics/index.js';
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

/** The evidence of a trial, or of an attempt at one, as it stands on disk; null when there is none. */
export function readEvidence(files: CampaignFiles, id: string): ReturnType<typeof decodeJournal> | null {
  const path = files.trial(id).evidence;
  return existsSync(path) ? decodeJournal(readFileSync(path, 'utf8')) : null;
}

/** The verdict on a trial, or on an attempt at one, from the evidence on disk and nothing else; null without evidence. */
export function judgeFromDisk({ files, plan }: Pick<StoredCampaign, 'files' | 'plan'>, id: string): Verdict | null {
  const journal = readEvidence(files, id);
  return journal === null ? null : judge(trialSpec(plan, trialOf(id)), journal.lines, journal.problems);
}

/** The verdicts that were saved, by trial id. */
export function readVerdicts({ files, plan }: Pick<StoredCampaign, 'files' | 'plan'>): ReadonlyMap<string, Verdict> {
  const saved = plan.trials.filter(({ id }) => existsSync(files.trial(id).verdict));
  return new Map(saved.map(({ id }) => [id, JSON.parse(readFileSync(files.trial(id).verdict, 'utf8')) as Verdict]));
}

/** The attempts that were lost and made again, in launch order, with their numbers. */
export function lostAttempts({ files, plan }: Pick<StoredCampaign, 'files' | 'plan'>): readonly { readonly id: string; readonly attempt: number }[] {
  const attempts = Array.from({ length: rerunsMax }, (_, index) => index + 1);
  return plan.trials.flatMap(({ id }) => attempts.filter((attempt) => existsSync(files.attempt(id, attempt).verdict)).map((attempt) => ({ id, attempt })));
}

/** Their verdicts, by trial id. */
export function readLost(campaign: Pick<StoredCampaign, 'files' | 'plan'>): LostAttempts {
  const lost = new Map<string, readonly Verdict[]>();
  for (const { id, attempt } of lostAttempts(campaign)) {
    const verdict = JSON.parse(readFileSync(campaign.files.attempt(id, attempt).verdict, 'utf8')) as Verdict;
    lost.set(id, [...(lost.get(id) ?? []), verdict]);
  }
  return lost;
}

/** The campaign's own ports: everything but the trial's. */
export function campaignStore(campaign: StoredCampaign, secrets: readonly string[]): Omit<CampaignPorts, 'trials'> {
  const { files } = campaign;
  return {
    openLog: (id) => openTrialLog(files.trial(id), secrets),
    setAside: (id, attempt) => { setAside(files.trial(id), files.attempt(id, attempt)); },
    judge: (id) => judgeFromDisk(campaign, id),
    saveVerdict: (verdict) => writeWhole(files.trial(verdict.trial).verdict, renderVerdict(verdict)),
    saveSummary: (verdicts, state) => saveSummary(campaign, verdicts, state),
  };
}

export function summaryOf({ files, plan, manifest }: StoredCampaign, verdicts: ReadonlyMap<string, Verdict>, state: CampaignSummary['state']): CampaignSummary {
  return summarise({ plan, verdicts, lost: readLost({ files, plan }), campaign: basename(files.folder), scenarioSha256: manifest.scenario.sha256, state });
}

export function saveSummary(campaign: StoredCampaign, verdicts: ReadonlyMap<string, Verdict>, state: CampaignSummary['state']): CampaignSummary {
  const summary = summaryOf(campaign, verdicts, state);
  writeWhole(campaign.files.summary, renderSummary(summary));
  return summary;
}
