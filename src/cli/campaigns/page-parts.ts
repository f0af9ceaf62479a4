// What the report's page has besides its model: its script, and the timelines of the trials that tell most,
// from the evidence on disk.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trialSpec } from '../../plan/trial-spec.js';
import {
  tellingTrials,
  timelineOf,
  type PageParts,
  type Timeline,
  type TrialRow,
} from '../../report/index.js';
import type { Verdict } from '../../verdict/index.js';
import { readEvidence, type StoredCampaign } from './campaign-store.js';
import { packageRoot } from '../package-root.js';

/** Timelines of so many trials make a page of a few megabytes, written in a few seconds. */
export const timelinesByDefault = 150;

export interface PageSource {
  readonly campaign: StoredCampaign;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly trials: readonly TrialRow[];
  /** At most so many. */
  readonly timelines: number;
}

export function pageParts(source: PageSource): PageParts {
  const chosen = tellingTrials(source.trials, source.timelines);
  return {
    ...pageFiles(),
    timelines: chosen.flatMap((trial) => timelineFromDisk(source, trial)),
  };
}

/** None where the evidence is gone or cannot be read: the page then has the trial in its table alone. */
export function timelineFromDisk(
  { campaign: { files, plan }, verdicts }: Pick<PageSource, 'campaign' | 'verdicts'>,
  id: string,
): readonly Timeline[] {
  const [journal, verdict] = [readEvidence(files, id), verdicts.get(id)];
  return journal === null || verdict === undefined
    ? []
    : [timelineOf(trialSpec(plan, id), journal.lines, verdict)];
}

/** Made by the build, from src/page: of a page that stands alone, or of one that is told news. */
export function pageFiles(script: 'page' | 'live' = 'page'): Pick<PageParts, 'script' | 'style'> {
  const text = built(`${script}.js`);
  return {
    script: { text, sha256: createHash('sha256').update(text).digest('base64') },
    style: built('page.css'),
  };
}

function built(name: string): string {
  return readFileSync(join(packageRoot, 'dist', 'page', name), 'utf8').trimEnd();
}
