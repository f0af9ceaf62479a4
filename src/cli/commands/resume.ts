// driftlab resume: finish an interrupted campaign with the plan it began with.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { findCampaign } from '../../store/index.js';
import { openCampaign, readVerdicts, type StoredCampaign } from '../campaign-store.js';
import type { Laboratory } from '../laboratory.js';
import { launch } from '../launch.js';
import { duration, jsonOption, outOption, wholeNumber } from '../options.js';
import { jobsFor } from '../plan-of.js';
import { packageVersion } from '../package-root.js';
import { unmaskedPlan } from '../secret-env.js';
import { requireScenario, type ScenarioFile } from '../scenario-file.js';
import { openTerminal } from '../terminal.js';

interface ResumeOptions {
  readonly out: string;
  readonly jobs?: number;
  readonly budget?: number;
  readonly changed?: boolean;
  readonly json?: boolean;
}

export function addResume(program: Command, onExit: (code: number) => void, laboratory: Laboratory): void {
  program
    .command('resume')
    .description('finish an interrupted campaign: runs the trials that have no verdict yet')
    .argument('[campaign]', 'a campaign\'s folder or name', 'latest')
    .option('--jobs <n>', 'trials at the same time (default: as it began)', wholeNumber(1))
    .option('--budget <duration>', 'launch no trial after this time', duration)
    .option('--changed', 'go on although the scenario file or driftlab itself changed')
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab resume latest\n')
    .action(async (name: string, options: ResumeOptions) => { onExit(await resume(name, options, laboratory)); });
}

async function resume(name: string, options: ResumeOptions, laboratory: Laboratory): Promise<number> {
  const campaign = openCampaign(findCampaign(options.out, name).folder);
  const { manifest, plan } = campaign;
  const file = requireScenario(manifest.scenario.path);
  if (options.changed !== true) refuseWhenChanged(campaign, file);
  const whole = unmaskedPlan(plan, file.scenario);
  await laboratory.requireTools(whole, file.dir);
  return launch({
    campaign: { ...campaign, plan: whole }, laboratory, scenarioDir: file.dir, jobs: jobsFor(whole, options.jobs ?? manifest.jobs), budgetMs: options.budget ?? null,
    finished: readVerdicts(campaign), json: options.json === true, terminal: openTerminal(),
  });
}

/** Trials of two scenarios, or of two driftlabs, are not to be added up unless the user says so. */
function refuseWhenChanged({ manifest }: StoredCampaign, file: ScenarioFile): void {
  const changed = [
    ...(file.sha256 === manifest.scenario.sha256 ? [] : [`the scenario ${file.path}`]),
    ...(packageVersion() === manifest.driftlab.version ? [] : [`driftlab (was ${manifest.driftlab.version}, is ${packageVersion()})`]),
  ];
  if (changed.length === 0) return;
  throw new LabError('bad-input', `${changed.join(' and ')} changed since ${manifest.campaign} began`, {
    hint: 'start a new campaign with `driftlab run`, or say --changed to go on with the old plan',
  });
}
