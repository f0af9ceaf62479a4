// driftlab report: what a campaign found.
import type { Command } from 'commander';
import { Option } from 'commander';
import { findCampaign } from '../../store/index.js';
import { exitCodeOf } from '../../statistics/index.js';
import { campaignState } from '../campaign-state.js';
import { openCampaign, readVerdicts, summaryOf } from '../campaign-store.js';
import { jsonOption, outOption } from '../options.js';
import { printReport, reportFormats } from '../print-report.js';
import { openTerminal } from '../terminal.js';

interface ReportOptions {
  readonly out: string;
  readonly format: string;
  readonly json?: boolean;
}

export function addReport(program: Command, onExit: (code: number) => void): void {
  program
    .command('report')
    .description('what a campaign found: rates with intervals, causes, price, and the next command')
    .argument('[campaign]', 'a campaign\'s folder or name', 'latest')
    .addOption(new Option('--format <format>', 'how to print it').choices(reportFormats).default('terminal'))
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab report latest --format json\n')
    .action((name: string, options: ReportOptions) => { onExit(report(name, options)); });
}

function report(name: string, options: ReportOptions): number {
  const campaign = openCampaign(findCampaign(options.out, name).folder);
  const verdicts = readVerdicts(campaign);
  const { state, words } = campaignState(campaign, verdicts);
  const summary = summaryOf(campaign, verdicts, state);
  printReport({ campaign, summary, state: words, verdicts, format: options.json === true ? 'json' : options.format, name, terminal: openTerminal() });
  return exitCodeOf(summary);
}
