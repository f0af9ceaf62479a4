// Prints what a campaign found, in the format that was asked for.
import { present } from '../base/assert.js';
import { formats, reportModel } from '../report/index.js';
import type { CampaignSummary } from '../statistics/index.js';
import type { Verdict } from '../verdict/index.js';
import { abraRecord } from './abra-record.js';
import { readLost, type StoredCampaign } from './campaign-store.js';
import { movedRecord } from './moved-record.js';
import type { Terminal } from './terminal.js';

export const reportFormats: readonly string[] = formats.map(({ name }) => name);

export interface PrintReport {
  readonly campaign: StoredCampaign;
  readonly summary: CampaignSummary;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** How far the campaign is, in words; by default the summary's own word. */
  readonly state?: string;
  /** One of {@link reportFormats}. */
  readonly format: string;
  /** How the reader names the campaign in a command. */
  readonly name: string;
  readonly terminal: Terminal;
}

export function printReport({ campaign, summary, verdicts, state, format, name, terminal }: PrintReport): void {
  const { plan, manifest } = campaign;
  const { render } = present(formats.find((candidate) => candidate.name === format), `format ${format}`);
  const model = reportModel({ plan, summary, verdicts, ...(state === undefined ? {} : { state }), lost: readLost(campaign), provenance: manifest, abra: abraRecord(campaign), moved: movedRecord(campaign), question: manifest.scenario.question, campaign: name });
  terminal.out(render(model, { width: terminal.width, paint: terminal.paint }));
}
