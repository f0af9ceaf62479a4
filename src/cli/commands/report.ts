// driftlab report: what a campaign found.
import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { findCampaign } from '../../store/index.js';
import { exitCodeOf } from '../../statistics/index.js';
import { campaignState } from '../campaign-state.js';
import { openCampaign, readVerdicts, summaryOf } from '../campaign-store.js';
import { jsonOption, outOption, wholeNumber } from '../options.js';
import { timelinesByDefault } from '../page-parts.js';
import { printReport, reportFormats } from '../print-report.js';
import { openTerminal } from '../terminal.js';

interface ReportOptions {
  readonly out: string;
  readonly format: string;
  readonly json?: boolean;
  readonly output?: string;
  readonly timelines: number;
}

export function addReport(program: Command, onExit: (code: number) => void): void {
  program
    .command('report')
    .description('what a campaign found: rates with intervals, causes, price, and the next command')
    .argument('[campaign]', "a campaign's folder or name", 'latest')
    .addOption(new Option('--format <format>', 'how to print it').choices(reportFormats).default('terminal'))
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
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab report latest --format html --output report.html\n')
    .action((name: string, options: ReportOptions) => {
      onExit(report(name, options));
    });
}

function report(name: string, options: ReportOptions): number {
  const campaign = openCampaign(findCampaign(options.out, name).folder);
  const verdicts = readVerdicts(campaign);
  const { state, words } = campaignState(campaign, verdicts);
  const summary = summaryOf(campaign, verdicts, state);
  const terminal = openTerminal();
  const format = options.json === true ? 'json' : options.format;
  const ownPlace =
    format === 'html' && terminal.interactive ? join(campaign.files.folder, 'report.html') : null;
  const output = options.output ?? ownPlace;
  printReport({
    campaign,
    summary,
    state: words,
    verdicts,
    format,
    name,
    terminal,
    output,
    timelines: options.timelines,
  });
  return exitCodeOf(summary);
}
