// driftlab probe: only the stamp that abra takes, as often as is asked.
import type { Command } from 'commander';
import { asProbes } from '../start/as-probes.js';
import type { Laboratory } from '../engines/laboratory.js';
import { startCampaign, withCampaignOptions, type CampaignOptions } from '../start/start-campaign.js';

export function addProbe(program: Command, onExit: (code: number) => void, laboratory: Laboratory): void {
  withCampaignOptions(program.command('probe'))
    .description(
      'stamp probes: deploy by abra until it has said which stamp it takes, and no further; is that ' +
        'the one that git says?',
    )
    .addHelpText('after', '\nExample:\n  driftlab probe scenarios/stamp-probe.yml --trials 50\n')
    .action(async (path: string, options: CampaignOptions) => {
      onExit(await startCampaign({ path, options, laboratory, meant: asProbes }));
    });
}
