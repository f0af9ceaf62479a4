// Prints what a campaign found, in the format that was asked for.
import { present } from '../../base/assert.js';
import { visible } from '../../base/visible.js';
import { formatBytes } from '../../base/units.js';
import { formats, plainPaint, reportModel, type PageParts, type ReportModel } from '../../report/index.js';
import type { CampaignSummary } from '../../statistics/index.js';
import { writeWhole } from '../../store/index.js';
import type { Verdict } from '../../verdict/index.js';
import { abraRecord } from '../provenance/abra-record.js';
import { damageOf } from './damage.js';
import { readLost, type StoredCampaign } from './campaign-store.js';
import { movedRecord } from '../provenance/moved-record.js';
import { pageParts, timelinesByDefault } from './page-parts.js';
import type { Terminal } from '../terminal/terminal.js';

export const reportFormats: readonly string[] = formats.map(({ name }) => name);

/** The file of the campaign's folder that a report in this format goes to; null for none. */
export function ownFileOf(format: string): string | null {
  return formats.find(({ name }) => name === format)?.ownFile ?? null;
}

export interface RenderReport {
  readonly campaign: StoredCampaign;
  readonly summary: CampaignSummary;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** How far the campaign is, in words; by default the summary's own word. */
  readonly state?: string;
  /** Files that were left out, since another driftlab wrote them; a sentence each. */
  readonly leftOut?: readonly string[];
  /** One of {@link reportFormats}. */
  readonly format: string;
  /** How the reader names the campaign in a command. */
  readonly name: string;
  /** Where it is to be read. */
  readonly terminal: Pick<Terminal, 'width' | 'paint'>;
  /** Of how many trials a page has the timelines. */
  readonly timelines?: number;
}

export interface PrintReport extends RenderReport {
  readonly terminal: Terminal;
  /** The file that it goes to; left out, standard output. */
  readonly output?: string | null;
}

/** A file has the same text as a terminal without colours: whatever an app wrote, it is visible there. */
export function printReport(report: PrintReport): void {
  const { terminal, output = null } = report;
  if (output === null) terminal.out(renderReport(report));
  else {
    const { width } = terminal;
    const text = visible(renderReport({ ...report, terminal: { width, paint: plainPaint } }));
    writeWhole(output, text);
    terminal.err(`wrote ${output} (${formatBytes(Buffer.byteLength(text))})\n`);
  }
}

/** The report's text in its format. */
export function renderReport(report: RenderReport): string {
  const { campaign, verdicts, format, timelines = timelinesByDefault } = report;
  const { render } = present(
    formats.find((candidate) => candidate.name === format),
    `format ${format}`,
  );
  const model = modelOf(report);
  const parts = (): PageParts => pageParts({ campaign, verdicts, trials: model.trials, timelines });
  const { width, paint } = report.terminal;
  return render(model, { width, paint, page: parts });
}

/** What every format is made of. */
export function modelOf(report: Omit<RenderReport, 'format' | 'terminal' | 'timelines'>): ReportModel {
  const { campaign, summary, verdicts, state, leftOut = [], name } = report;
  const { plan, manifest } = campaign;
  return reportModel({
    plan,
    summary,
    verdicts,
    ...(state === undefined ? {} : { state }),
    lost: readLost(campaign),
    provenance: manifest,
    abra: abraRecord(campaign),
    moved: movedRecord(campaign),
    damage: [...leftOut, ...damageOf(campaign, verdicts)],
    question: manifest.scenario.question,
    campaign: name,
  });
}
