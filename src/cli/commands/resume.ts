// driftlab resume: finish an interrupted campaign with the plan it began with.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { systemClock } from '../../base/clock.js';
import { formatManifest, writeWhole } from '../../store/index.js';
import { knownCampaign } from '../campaigns/named-campaign.js';
import { openCampaign, readVerdicts, type StoredCampaign } from '../campaigns/campaign-store.js';
import { whileHeld } from '../start/held-campaign.js';
import type { Laboratory } from '../engines/laboratory.js';
import { launch } from '../start/launch.js';
import { durationOption, jsonOption, keepGoingOption, outOption, wholeNumber } from '../options.js';
import { jobsHere } from '../preflight/host-limits.js';
import { pinnedPlan } from '../start/pinned-plan.js';
import { changedScenario, changesSince } from '../provenance/changes-since.js';
import { withSecrets } from '../start/restored-secrets.js';
import { requireScenario } from '../files/scenario-file.js';
import { openTerminal } from '../terminal/terminal.js';

interface ResumeOptions {
  readonly out: string;
  readonly jobs?: number;
  readonly budget?: number;
  readonly changed?: boolean;
  readonly keepGoing?: boolean;
  readonly json?: boolean;
}

export function addResume(program: Command, onExit: (code: number) => void, laboratory: Laboratory): void {
  program
    .command('resume')
    .description('finish an interrupted campaign: runs the trials that have no verdict yet')
    .argument('[campaign]', "a campaign's folder or name, or its scenario's name for the latest", 'latest')
    .option('--jobs <n>', 'trials at the same time (default: as it began)', wholeNumber(1))
    .addOption(durationOption('--budget <duration>', 'launch no trial after this time, such as 30m'))
    .option(
      '--changed',
      'go on although the scenario, driftlab itself, or what the trials are made of changed',
    )
    .addOption(keepGoingOption())
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab resume latest\n')
    .action(async (name: string, options: ResumeOptions) => {
      onExit(await resume(name, options, laboratory));
    });
}

async function resume(name: string, options: ResumeOptions, laboratory: Laboratory): Promise<number> {
  const files = knownCampaign(options.out, name);
  return whileHeld(files, () => finish(openCampaign(files.folder), options, laboratory));
}

async function finish(
  campaign: StoredCampaign,
  options: ResumeOptions,
  laboratory: Laboratory,
): Promise<number> {
  const { manifest, plan } = campaign;
  const file = requireScenario(manifest.scenario.path);
  refuseWhenChanged(campaign, changedScenario(campaign, file), options);
  const { commits, moved, paces } = await laboratory.requireTools(plan, file.dir);
  const whole = withSecrets(pinnedPlan(plan, commits), file.scenario);
  const changed = await changesSince({ campaign, plan: whole, file, moved });
  refuseWhenChanged(campaign, changed, options);
  const finished = readVerdicts(campaign);
  const { jobs, note } = jobsHere(whole, { asked: options.jobs, usual: manifest.jobs });
  const terminal = openTerminal();
  if (note !== null) terminal.err(`${note}\n`);
  return launch({
    campaign: { ...noted(campaign, changed, finished.size), plan: whole },
    laboratory,
    scenarioDir: file.dir,
    jobs,
    budgetMs: options.budget ?? null,
    finished,
    json: options.json === true,
    keepGoing: options.keepGoing === true,
    terminal,
    paces,
  });
}

/**
 * Trials of two scenarios, of two driftlabs, or of two states of what they are made of, are not to be added
 * up unless the user says so.
 */
function refuseWhenChanged(
  { manifest }: StoredCampaign,
  changed: readonly string[],
  { changed: allowed }: ResumeOptions,
): void {
  if (changed.length === 0 || allowed === true) return;
  throw new LabError(
    'bad-input',
    `since ${manifest.campaign} began this changed:\n${changed.map((what) => `  ${what}`).join('\n')}`,
    {
      hint:
        'start a new campaign with `driftlab run`, or say --changed to go on with the old plan; the ' +
        'report then tells of it',
    },
  );
}

/** A campaign that goes on in spite of changes says so for ever. */
function noted(campaign: StoredCampaign, changed: readonly string[], finished: number): StoredCampaign {
  if (changed.length === 0) return campaign;
  const resumed = [...(campaign.manifest.resumed ?? []), { at: systemClock.wall(), changed, finished }];
  const manifest = { ...campaign.manifest, resumed };
  writeWhole(campaign.files.manifest, formatManifest(manifest));
  return { ...campaign, manifest };
}
