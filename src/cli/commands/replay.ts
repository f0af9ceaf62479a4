// driftlab replay: exactly one trial of a campaign again, in a campaign of its own.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { findTrial, refuseRunning } from '../../store/index.js';
import { openCampaign } from '../campaigns/campaign-store.js';
import type { Laboratory } from '../engines/laboratory.js';
import { launchNew } from '../start/launch-new.js';
import { planOfTrial } from '../start/one-trial.js';
import { jsonOption, outOption } from '../options.js';
import { requireScenario } from '../files/scenario-file.js';
import { withSecrets } from '../start/restored-secrets.js';
import { openTerminal } from '../terminal/terminal.js';

interface ReplayOptions {
  readonly out: string;
  readonly json?: boolean;
}

export function addReplay(program: Command, onExit: (code: number) => void, laboratory: Laboratory): void {
  program
    .command('replay')
    .description('run exactly that trial again: same arm, same seed, same load')
    .argument('<trial>', 'CAMPAIGN/ID')
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab replay latest/003\n')
    .action(async (name: string, options: ReplayOptions) => {
      onExit(await replay(name, options, laboratory));
    });
}

async function replay(name: string, options: ReplayOptions, laboratory: Laboratory): Promise<number> {
  const { files, id } = findTrial(options.out, name);
  refuseRunning(files);
  const { plan: kept, manifest } = openCampaign(files.folder);
  const file = requireScenario(manifest.scenario.path);
  if (file.sha256 !== manifest.scenario.sha256) {
    throw new LabError('bad-input', `${file.path} changed since ${manifest.campaign} was run`, {
      hint: 'a replay needs the scenario as it was; run the new one with `driftlab run`',
    });
  }
  const plan = withSecrets(kept, file.scenario);
  const one = planOfTrial(plan, id, manifest.campaign);
  return launchNew({
    file,
    plan: one,
    question: `Does trial ${id} of ${manifest.campaign} end the same way again?`,
    laboratory,
    jobs: 1,
    budgetMs: null,
    keepGoing: true,
    out: options.out,
    json: options.json === true,
    terminal: openTerminal(),
  });
}
