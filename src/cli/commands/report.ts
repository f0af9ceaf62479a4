// driftlab report: what a campaign found.
import { LabError } from '../../base/lab-error.js';
import { formatFor } from '../../report/index.js';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { exitCodeOf } from '../../statistics/index.js';
import { campaignState } from '../campaigns/campaign-state.js';
import { refuseUnknown } from '../../store/index.js';
import { openForReading, summaryOf, type StoredCampaign } from '../campaigns/campaign-store.js';
import { exitCodes } from '../exit.js';
import { namedCampaign } from '../campaigns/named-campaign.js';
import { keptVerdicts } from '../campaigns/kept-verdicts.js';
import { jsonOption, outOption, wholeNumber } from '../options.js';
import { timelinesByDefault } from '../campaigns/page-parts.js';
import { printReport, ownFileOf, reportFormats } from '../campaigns/print-report.js';
import { packBundle } from '../bundle/pack-bundle.js';
import { openTerminal } from '../terminal/terminal.js';

interface ReportOptions {
  readonly out: string;
  readonly format: string;
  readonly json?: boolean;
  readonly output?: string;
  readonly timelines: number;
  readonly bundle?: string;
}

export function addReport(program: Command, onExit: (code: number) => void): void {
  program
    .command('report')
    .description('what a campaign found: rates with intervals, causes, price, and the next command')
    .argument(
      '[campaign]',
      "a campaign's folder or name, its scenario's name for the latest, or a bundle of one; with --bundle also " +
        'CAMPAIGN/ID',
      'latest',
    )
    .addOption(
      new Option('--format <format>', 'how to print it').choices(reportFormats).default(formatFor.terminal),
    )
    .addOption(
      new Option(
        '--output <file>',
        "write it to a file; a page goes to report.html in the campaign's folder where there is a terminal",
      ),
    )
    .addOption(
      new Option('--timelines <n>', 'of how many trials a page has the timelines, the most telling first')
        .default(timelinesByDefault)
        .argParser(wholeNumber(0)),
    )
    .addOption(
      new Option(
        '--bundle <file>',
        'pack it, or one trial of it, with all that judging it again needs into one tar (.tar, .tar.gz), ' +
          'which judge, report, explain and compare read',
      ).conflicts(['format', 'output', 'json']),
    )
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  driftlab report latest --format html --output report.html\n  driftlab report ' +
        'latest/003 --bundle trial-003.tar\n',
    )
    .action(async (name: string, options: ReportOptions) => {
      onExit(
        options.bundle === undefined
          ? report(name, options)
          : await packBundle(name, options.bundle, options.out),
      );
    });
}

function report(name: string, options: ReportOptions): number {
  const campaign = openForReading(namedCampaign(options.out, name).files.folder);
  const leftOut = [...unknownSummary(campaign)];
  const verdicts = keptVerdicts(campaign, {
    onUnknown: (trial, error) => {
      leftOut.push(`Trial ${trial} is left out: ${error.message}.`);
    },
  });
  const { state, words } = campaignState(campaign, verdicts);
  const summary = summaryOf(campaign, verdicts, state);
  const terminal = openTerminal();
  const format = options.json === true ? formatFor.programs : options.format;
  const ownFile = terminal.interactive ? ownFileOf(format) : null;
  const ownPlace = ownFile === null ? null : join(campaign.files.folder, ownFile);
  const output = options.output ?? ownPlace;
  printReport({
    campaign,
    summary,
    state: words,
    leftOut,
    verdicts,
    format,
    name,
    terminal,
    output,
    timelines: options.timelines,
  });
  const code = exitCodeOf(summary);
  return code === exitCodes.done && leftOut.length > 0 ? exitCodes.cannotTell : code;
}

/** Whoever wrote it may have known more of the evidence than is told here. */
function unknownSummary({ files }: StoredCampaign): readonly string[] {
  try {
    refuseUnknown(files.summary);
    return [];
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return [`${error.message}; what is said here was worked out from the evidence.`];
  }
}
