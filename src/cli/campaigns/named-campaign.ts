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
  type OpenedBundle,
} from '../../store/index.js';
import { isFile } from '../files/is-file.js';

export interface NamedCampaign {
  readonly files: CampaignFiles;
  /** Where it came from as one file, which stays as it is; null for a campaign in results/. */
  readonly bundle: OpenedBundle['about'] | null;
}

/** Throws `bad-input` where there is none of that name. */
export function namedCampaign(resultsDir: string, name: string): NamedCampaign {
  if (isBundle(name)) return unpacked(name);
  return { files: findCampaign(resultsDir, name), bundle: null };
}

/** The campaign and trial id that `CAMPAIGN/ID`, or `FILE/ID` of a bundle, means. */
export function namedTrial(resultsDir: string, name: string): NamedCampaign & { readonly id: string } {
  const file = dirname(name);
  if (isBundle(file)) {
    const bundle = unpacked(file);
    return { ...bundle, id: trialNamed(bundle.files, basename(name)) };
  }
  return { ...findTrial(resultsDir, name), bundle: null };
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
