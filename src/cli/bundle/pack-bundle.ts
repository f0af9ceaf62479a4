// driftlab report --bundle: a campaign, or one trial of it, as one file that somebody else can judge.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { formatBytes } from '../../base/units.js';
import { trialOf } from '../../plan/attempt.js';
import { refuseBundleName, writeBundle } from '../../store/index.js';
import { bundleTexts } from './bundle-texts.js';
import { openCampaign } from '../campaigns/campaign-store.js';
import { exitCodes } from '../exit.js';
import { namedCampaign, namedTrial } from '../campaigns/named-campaign.js';
import { planOfTrial } from '../start/one-trial.js';
import { packageVersion } from '../package-root.js';
import { ownCommit } from '../provenance/provenance.js';
import { openTerminal } from '../terminal/terminal.js';

const namesTrial = /\/\d{3,}(?:\.\d+)?\/*$/;

/**
 * Returns the exit code; throws `bad-input` where there is no such campaign or trial, or no such file can be.
 */
export async function packBundle(name: string, file: string, resultsDir: string): Promise<number> {
  refuseBundleName(file);
  const named = namesTrial.test(name)
    ? namedTrial(resultsDir, name)
    : { ...namedCampaign(resultsDir, name), id: null };
  const whole = openCampaign(named.files.folder);
  const trial = named.id === null ? null : trialOf(named.id);
  const campaign =
    trial === null ? whole : { ...whole, plan: planOfTrial(whole.plan, trial, whole.manifest.campaign) };
  const driftlab = { version: packageVersion(), commit: await ownCommit() };
  const folder = basename(whole.files.folder);
  const facts = writeBundle(file, folder, bundleTexts({ campaign, trial, name: file, driftlab }));
  const { err, out } = openTerminal();
  for (const lack of facts.lacks) err(`it lacks ${lack}\n`);
  if (facts.masked.length > 0) err(`a secret was masked in ${facts.masked.join(', ')}\n`);
  out(
    `wrote ${file} (${formatBytes(statSync(file).size)}): whoever has driftlab reads it by\n` +
      `  driftlab judge ${file}\n`,
  );
  return exitCodes.done;
}
