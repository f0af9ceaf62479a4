// Ties a campaign to its folder: opens its logs, reads its evidence back, judges, and saves what is derived.
import type { Mask } from '../../base/secrets/index.js';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { messageOf } from '../../base/lab-error.js';
import { decodeJournal, type Journal } from '../../evidence/codec.js';
import { parsePlan } from '../../plan/plan-file.js';
import { attemptName, trialOf } from '../../plan/attempt.js';
import { trialSpec } from '../../plan/trial-spec.js';
import type { Plan } from '../../plan/plan.js';
import {
  campaignFiles,
  openTrialLog,
  parseManifest,
  readRegular,
  readWhole,
  refusedOnDisk,
  refuseUnknown,
  setAside,
  writeWhole,
  type CampaignFiles,
  type Manifest,
} from '../../store/index.js';
import { renderSummary, summarise, type CampaignSummary, type LostAttempts } from '../../statistics/index.js';
import { judge, renderVerdict, type Verdict } from '../../verdict/index.js';
import type { CampaignPorts } from '../../campaign/run-campaign.js';

/** A campaign on disk, read whole but for its evidence. */
export interface StoredCampaign {
  readonly files: CampaignFiles;
  readonly manifest: Manifest;
  readonly plan: Plan;
}

const whole = 'the folder is not a whole campaign; name another, or run the scenario again';

/**
 * Throws `bad-input` where manifest or plan cannot be read, or the summary is of a format that this driftlab
 * does not know.
 */
export function openCampaign(folder: string): StoredCampaign {
  refuseUnknown(campaignFiles(folder).summary);
  return openForReading(folder);
}

/** The same for who does not go by the summary at all. */
export function openForReading(folder: string): StoredCampaign {
  const files = campaignFiles(folder);
  return {
    files,
    manifest: parseManifest(readWhole(files.manifest, whole), files.manifest),
    plan: parsePlan(readWhole(files.plan, whole)),
  };
}

/** The evidence of a trial, or of an attempt at one, as it stands on disk; null when there is none. */
export function readEvidence(files: CampaignFiles, id: string): Journal | null {
  const path = files.trial(id).evidence;
  if (!existsSync(path)) return null;
  try {
    return decodeJournal(readRegular(path));
  } catch (error) {
    return {
      lines: [],
      problems: [{ kind: 'unreadable', line: null, detail: messageOf(refusedOnDisk('read', path, error)) }],
    };
  }
}

/**
 * The verdict on a trial, or on an attempt at one, from the evidence on disk and nothing else; null without
 * evidence. Throws `bad-input` where a verdict stands there in a format that this driftlab does not know:
 * whoever wrote it may have known more of the evidence.
 */
export function judgeFromDisk(
  { files, plan }: Pick<StoredCampaign, 'files' | 'plan'>,
  id: string,
): Verdict | null {
  refuseUnknown(files.trial(id).verdict);
  const journal = readEvidence(files, id);
  return journal === null ? null : judge(trialSpec(plan, trialOf(id)), journal.lines, journal.problems);
}

/**
 * The verdicts of all trials that ended, by trial id: what every command goes by. They are judged from the
 * evidence each time, so that verdicts which were damaged, are missing or stand on nothing any more mislead
 * nobody. A trial whose evidence has no end was not run.
 */
export function readVerdicts(campaign: Pick<StoredCampaign, 'files' | 'plan'>): ReadonlyMap<string, Verdict> {
  return new Map(
    campaign.plan.trials.flatMap(({ id }) => {
      const verdict = judgeFromDisk(campaign, id);
      return verdict === null || verdict.end === 'aborted' ? [] : [[id, verdict] as const];
    }),
  );
}

/**
 * Trials that began and of whose end there is no evidence, in launch order; `ended` are those of which there
 * is.
 */
export function cutShort(
  campaign: Pick<StoredCampaign, 'files' | 'plan'>,
  ended: ReadonlyMap<string, Verdict>,
): readonly string[] {
  return campaign.plan.trials
    .map(({ id }) => id)
    .filter((id) => !ended.has(id) && judgeFromDisk(campaign, id) !== null);
}

/** The attempts that were lost and made again, in launch order, with their numbers. */
export function lostAttempts({
  files,
  plan,
}: Pick<StoredCampaign, 'files' | 'plan'>): readonly { readonly id: string; readonly attempt: number }[] {
  return plan.trials.flatMap(({ id }) => {
    let attempt = 1;
    while (existsSync(files.attempt(id, attempt).folder)) attempt++;
    return Array.from({ length: attempt - 1 }, (_, index) => ({ id, attempt: index + 1 }));
  });
}

/** Their verdicts, by trial id. */
export function readLost(campaign: Pick<StoredCampaign, 'files' | 'plan'>): LostAttempts {
  const lost = new Map<string, readonly Verdict[]>();
  for (const { id, attempt } of lostAttempts(campaign)) {
    const verdict =
      judgeFromDisk(campaign, attemptName(id, attempt)) ?? judge(trialSpec(campaign.plan, id), []);
    lost.set(id, [...(lost.get(id) ?? []), verdict]);
  }
  return lost;
}

/** The campaign's own ports: everything but the trial's. */
export function campaignStore(campaign: StoredCampaign, mask: Mask): Omit<CampaignPorts, 'trials'> {
  const { files } = campaign;
  return {
    openLog: (id) => openTrialLog(files.trial(id), mask),
    setAside: (id, attempt) => {
      setAside(files.trial(id), files.attempt(id, attempt));
    },
    judge: (id) => judgeFromDisk(campaign, id),
    saveVerdict: (verdict) => writeWhole(files.trial(verdict.trial).verdict, renderVerdict(verdict)),
    saveSummary: (verdicts, state) => saveSummary(campaign, verdicts, state),
  };
}

export function summaryOf(
  { files, plan, manifest }: StoredCampaign,
  verdicts: ReadonlyMap<string, Verdict>,
  state: CampaignSummary['state'],
): CampaignSummary {
  return summarise({
    plan,
    verdicts,
    lost: readLost({ files, plan }),
    campaign: basename(files.folder),
    scenarioSha256: manifest.scenario.sha256,
    state,
  });
}

export function saveSummary(
  campaign: StoredCampaign,
  verdicts: ReadonlyMap<string, Verdict>,
  state: CampaignSummary['state'],
): CampaignSummary {
  const summary = summaryOf(campaign, verdicts, state);
  writeWhole(campaign.files.summary, renderSummary(summary));
  return summary;
}
