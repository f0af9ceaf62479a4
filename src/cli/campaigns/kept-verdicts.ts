// Verdicts for commands that only read: taken from `judged.json` where a checksum over journal, plan and
// rules says that judging would give the same, and judged from the evidence where it does not. `driftlab
// judge`, `explain` and what runs trials never go by it.
import { readFileSync } from 'node:fs';
import { LabError } from '../../base/lab-error.js';
import {
  holderOf,
  readJudged,
  refuseUnknown,
  sha256Of,
  writeJudged,
  type Judged,
  type JudgedTrial,
} from '../../store/index.js';
import type { Verdict } from '../../verdict/index.js';
import { judgeFromDisk, type StoredCampaign } from './campaign-store.js';
import { rulesHash } from './rules-hash.js';

type OnDisk = Pick<StoredCampaign, 'files' | 'plan'>;

/**
 * The same as `readVerdicts`: the verdicts of all trials that ended, by trial id. What had to be judged is
 * kept for the next time, but not while another process works on the campaign. Throws as `readVerdicts`
 * does.
 */
export function keptVerdicts(
  campaign: OnDisk,
  { rules = rulesHash(), onUnknown = rethrow }: KeptOptions = {},
): ReadonlyMap<string, Verdict> {
  const { files, plan } = campaign;
  const basis = sha256Of(`${rules}\n${sha256Of(readFileSync(files.plan))}`);
  const kept = readJudged(files.judged, basis);
  const verdicts = new Map<string, Verdict>();
  const fresh: Record<string, JudgedTrial> = {};
  for (const { id } of plan.trials) {
    const journal = hashOf(files.trial(id).evidence);
    const verdict = known(
      id,
      onUnknown,
      () => keptOf(campaign, id, journal, kept) ?? judgeFromDisk(campaign, id),
    );
    if (verdict === null || verdict.end === 'aborted') continue;
    verdicts.set(id, verdict);
    if (journal !== null && kept?.trials[id]?.journal !== journal) fresh[id] = { journal, verdict };
  }
  if (Object.keys(fresh).length > 0) keep(campaign, { basis, trials: { ...kept?.trials, ...fresh } });
  return verdicts;
}

export interface KeptOptions {
  /** By default what this program's are. */
  readonly rules?: string;
  /**
   * Told of a trial whose verdict is of a format that this driftlab does not know; the trial is left out
   * then. By default the error is thrown.
   */
  readonly onUnknown?: (trial: string, error: LabError) => void;
}

function rethrow(_: string, error: LabError): never {
  throw error;
}

function known(
  trial: string,
  onUnknown: NonNullable<KeptOptions['onUnknown']>,
  read: () => Verdict | null,
): Verdict | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'bad-input') throw error;
    onUnknown(trial, error);
    return null;
  }
}

/** Null where none was kept of this journal. */
function keptOf({ files }: OnDisk, id: string, journal: string | null, kept: Judged | null): Verdict | null {
  const known = kept?.trials[id];
  if (known === undefined || known.journal !== journal) return null;
  refuseUnknown(files.trial(id).verdict);
  return known.verdict as Verdict;
}

/** Null where there is none that can be read. */
function hashOf(journal: string): string | null {
  try {
    return sha256Of(readFileSync(journal));
  } catch {
    return null;
  }
}

/** Where it cannot be written it is done without. */
function keep({ files }: OnDisk, judged: Judged): void {
  const holder = holderOf(files);
  if (holder?.works === true && holder.pid !== process.pid) return;
  try {
    writeJudged(files.judged, judged);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
  }
}
