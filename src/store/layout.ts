// Where things are in results/: the only file that knows the names of a campaign's files.
import { join } from 'node:path';
import { attemptName } from '../plan/attempt.js';

/** Paths of a campaign's files, all absolute when `folder` is. */
export interface CampaignFiles {
  readonly folder: string;
  readonly manifest: string;
  readonly plan: string;
  readonly summary: string;
  /** Verdicts with what they were judged from; made again when it is not there. */
  readonly judged: string;
  /** The campaign's line in a list of them; made again when it is not there. */
  readonly listed: string;
  readonly report: string;
  readonly trials: string;
  /** Of its last attempt, which counts. */
  readonly trial: (id: string) => TrialFiles;
  /** Of an attempt that was lost and made again, from 1. */
  readonly attempt: (id: string, attempt: number) => TrialFiles;
}

export interface TrialFiles {
  readonly folder: string;
  readonly evidence: string;
  readonly console: string;
  readonly verdict: string;
}

export function campaignFiles(folder: string): CampaignFiles {
  const trials = join(folder, 'trials');
  return {
    folder,
    manifest: join(folder, 'manifest.json'),
    plan: join(folder, 'plan.json'),
    summary: join(folder, 'summary.json'),
    judged: join(folder, 'judged.json'),
    listed: join(folder, 'listed.json'),
    report: join(folder, 'report.html'),
    trials,
    trial: (id) => trialFiles(join(trials, id)),
    attempt: (id, attempt) => trialFiles(join(trials, attemptName(id, attempt))),
  };
}

function trialFiles(folder: string): TrialFiles {
  return {
    folder,
    evidence: `${folder}/evidence.jsonl`,
    console: `${folder}/console.log`,
    verdict: `${folder}/verdict.json`,
  };
}
