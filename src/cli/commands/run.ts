// driftlab run: plan a campaign and run it.
import type { Command } from 'commander';
import type { Laboratory } from '../engines/laboratory.js';
import { startCampaign, withCampaignOptions, type CampaignOptions } from '../start/start-campaign.js';

export function addRun(program: Command, onExit: (code: number) => void, laboratory: Laboratory): void {
  withCampaignOptions(program.command('run'))
    .description('plan a campaign and run it: every arm again and again, each trial judged and saved')
    .addHelpText('after', '\nExample:\n  driftlab run scenarios/discourse-upgrade.yml --trials 20 --jobs 4\n')
    .action(async (path: string, options: CampaignOptions) => {
      onExit(await startCampaign({ path, options, laboratory, meant: (scenario) => scenario }));
    });
}
