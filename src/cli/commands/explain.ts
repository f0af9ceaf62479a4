// driftlab explain: the story of one trial.
import type { Command } from 'commander';
import { LabError } from '../../base/lab-error.js';
import { trialOf } from '../../plan/attempt.js';
import { trialSpec } from '../../plan/trial-spec.js';
import { explainTrial, formatStory } from '../../report/index.js';
import { holderOf } from '../../store/index.js';
import { campaignState } from '../campaigns/campaign-state.js';
import { judgeFromDisk, openCampaign, readEvidence, readVerdicts } from '../campaigns/campaign-store.js';
import { exitCodes } from '../exit.js';
import { upgradeOfFile } from '../watched/journal-file.js';
import { namedTrial } from '../campaigns/named-campaign.js';
import { jsonOption, outOption } from '../options.js';
import { openTerminal } from '../terminal/terminal.js';
import { tellWatched } from '../watched/tell-watched.js';

export function addExplain(program: Command, onExit: (code: number) => void): void {
  program
    .command('explain')
    .description('the story of one trial: timeline, stamps, tasks, memory, cause, with the evidence lines')
    .argument(
      '<trial>',
      'CAMPAIGN/ID (ID.1 for the first attempt, where it was lost and made again), FILE.tar/ID of a ' +
        'bundle, or the journal of a watched upgrade',
    )
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab explain latest/003\n')
    .action((name: string, options: { readonly out: string; readonly json?: boolean }) => {
      const watched = upgradeOfFile(name);
      if (watched === null) explain(name, options);
      else tellWatched(watched, options);
      onExit(exitCodes.done);
    });
}

function explain(name: string, options: { readonly out: string; readonly json?: boolean }): void {
  const { files, id } = namedTrial(options.out, name);
  const campaign = openCampaign(files.folder);
  const journal = readEvidence(files, id);
  const verdict = campaign.plan.trials.some((trial) => trial.id === trialOf(id))
    ? judgeFromDisk(campaign, id)
    : null;
  if (journal === null || verdict === null) {
    const ran = campaign.plan.trials
      .filter((trial) => readEvidence(files, trial.id) !== null)
      .map((trial) => trial.id);
    throw new LabError('bad-input', `${campaign.manifest.campaign} has no evidence of a trial ${id}`, {
      hint: ran.length === 0 ? 'none of its trials has run' : `it has ${ran.join(', ')}`,
    });
  }
  const story = explainTrial(trialSpec(campaign.plan, trialOf(id)), journal.lines, verdict);
  const terminal = openTerminal();
  if (holderOf(files)?.works === true)
    terminal.err(
      `${campaign.manifest.campaign} is ` +
        `${campaignState(campaign, readVerdicts(campaign)).words}${verdict.end === 'aborted' ? `; of trial ${id} this is what is on record so far` : ''}\n`,
    );
  if (options.json === true) terminal.json(story);
  else terminal.out(formatStory(story, terminal));
}
