// Report models of campaigns that were made by hand.
import { present } from '../../src/base/assert.js';
import type { Plan } from '../../src/plan/plan.js';
import { formats } from '../../src/report/formats/index.js';
import { plainPaint } from '../../src/report/paint.js';
import { reportModel, type ReportModel } from '../../src/report/report-model.js';
import { summarise } from '../../src/statistics/summarise.js';
import type { CampaignSummary } from '../../src/statistics/summary.js';
import type { RunVerdict } from '../../src/verdict/verdict.js';
import { makeVerdicts } from '../statistics/made-campaign.js';

export const provenance = {
  driftlab: { version: '0.1.0', commit: '0123456789abcdef' },
  host: { kernel: '6.18.5', cores: 2, memoryBytes: 8 * 1024 ** 3, cgroupVersion: 1 },
  tools: { engine: 'Docker version 20.10.24+dfsg1, build 297e128', abra: null },
} as const;

interface Made {
  readonly question?: string;
  /** By default whether every trial was run. */
  readonly state?: CampaignSummary['state'];
}

/** The verdict of each trial, or of each of its runs; null for a trial that was not run. */
export function madeModel(
  plan: Plan,
  runs: readonly (RunVerdict | readonly RunVerdict[] | null)[],
  { question = 'Does the upgrade survive?', state }: Made = {},
): ReportModel {
  const verdicts = makeVerdicts(plan, runs);
  const summary = summarise({
    plan,
    verdicts,
    campaign: 'c',
    scenarioSha256: 'abc',
    state: state ?? (verdicts.size === plan.trials.length ? 'complete' : 'interrupted'),
  });
  return reportModel({ plan, summary, verdicts, provenance, question, campaign: 'latest' });
}

export function rendered(name: string, model: ReportModel): string {
  const format = present(
    formats.find((candidate) => candidate.name === name),
    `format ${name}`,
  );
  return format.render(model, { width: 110, paint: plainPaint });
}

/**
 * What somebody might call a scenario: markup, a mention, a link, a colour of a terminal, and a turn of
 * writing.
 */
export const nasty = '<img src=x onerror=alert(1)> @team #1 | `x` https://x.test \u001B[31mred \u202Edlrow';
