// What a command that only reads is given to read: a campaign in results/ by its name, or a bundle that
// somebody sent.
import { basename, dirname } from 'node:path';
import {
  findCampaign,
  findTrial,
  looksLikeBundle,
  openBundle,
  refusedOnDisk,
  trialNamed,
  type CampaignFiles,
  type FoundCampaign,
  type OpenedBundle,
} from '../../store/index.js';
import { isFile } from '../files/is-file.js';
import { openTerminal } from '../terminal/terminal.js';

export interface NamedCampaign {
  readonly files: CampaignFiles;
  /** Where it came from as one file, which stays as it is; null for a campaign in results/. */
  readonly bundle: OpenedBundle['about'] | null;
}

/** Throws `bad-input` where there is none of that name. */
export function namedCampaign(resultsDir: string, name: string): NamedCampaign {
  if (isBundle(name)) return unpacked(name);
  return { files: knownCampaign(resultsDir, name), bundle: null };
}

/** One in results/; where a scenario's name was given, it is said which of its campaigns was taken. */
export function knownCampaign(resultsDir: string, name: string): CampaignFiles {
  const found = findCampaign(resultsDir, name);
  sayWhich(found, name);
  return found;
}

function sayWhich({ latestOf, folder }: FoundCampaign, name: string): void {
  if (latestOf === undefined) return;
  const which = latestOf === 1 ? 'the only campaign' : `the latest of ${String(latestOf)} campaigns`;
  openTerminal().err(`${name}: ${which} of that scenario, ${basename(folder)}\n`);
}

/** The campaign and trial id that `CAMPAIGN/ID`, or `FILE/ID` of a bundle, means. */
export function namedTrial(resultsDir: string, name: string): NamedCampaign & { readonly id: string } {
  const file = dirname(name);
  if (isBundle(file)) {
    const bundle = unpacked(file);
    return { ...bundle, id: trialNamed(bundle.files, basename(name)) };
  }
  const found = findTrial(resultsDir, name);
  sayWhich(found.files, dirname(name));
  return { ...found, bundle: null };
}

/** Whether there is a file of that name that is to be read as one. */
export function isBundle(name: string): boolean {
  if (!isFile(name)) return false;
  try {
    return looksLikeBundle(name);
  } catch (error) {
    throw refusedOnDisk('read', name, error);
  }
}

function unpacked(name: string): NamedCampaign {
  const { about, files } = openBundle(name);
  return { files, bundle: about };
}
