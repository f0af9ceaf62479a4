// Making and finding campaigns in results/.
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, symlinkSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { makeFolders } from '../base/make-folders.js';
import { campaignFiles, type CampaignFiles } from './layout.js';
import { onDisk, refusedOnDisk } from './on-disk.js';

/** Makes `<resultsDir>/<UTC time>-<scenario>-<seed>/`; never reuses a folder that is there. `at` is ISO 8601 UTC. */
export function createCampaign(resultsDir: string, at: string, scenario: string, seed: number): CampaignFiles {
  const time = at.replace(/\.\d+Z$/, 'Z').replaceAll(':', '').replaceAll('-', '');
  const name = `${time}-${scenario}-${String(seed)}`;
  onDisk('make the folder', resultsDir, () => { makeFolders(resultsDir); });
  for (let suffix = 1; ; suffix++) {
    const folder = join(resultsDir, suffix === 1 ? name : `${name}.${String(suffix)}`);
    if (!isOurs(folder)) continue;
    onDisk('make the folder', join(folder, 'trials'), () => { mkdirSync(join(folder, 'trials')); });
    return campaignFiles(folder);
  }
}

/** Whether this call made it: of two that ask for the same folder at once, the file system lets one. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw refusedOnDisk('make the folder', folder, error);
  }
}

/** Points `results/latest` at the campaign, in one step. */
export function linkLatest(files: CampaignFiles): void {
  const link = join(files.folder, '..', 'latest');
  const fresh = `${link}.${String(process.pid)}`;
  rmSync(fresh, { force: true });
  symlinkSync(basename(files.folder), fresh);
  renameSync(fresh, link);
}

/** The campaign that `name` means: `latest`, a folder in results/, or a path. */
export function findCampaign(resultsDir: string, name: string): CampaignFiles {
  const found = [join(resultsDir, name), resolve(name)].find((folder) => existsSync(join(folder, 'plan.json')));
  if (found !== undefined) return campaignFiles(realpathSync(found));
  const known = existsSync(resultsDir) ? readdirSync(resultsDir).filter((entry) => existsSync(join(resultsDir, entry, 'plan.json'))) : [];
  throw new LabError('bad-input', `there is no campaign ${name} in ${resultsDir}`, {
    hint: known.length === 0 ? 'run one first: driftlab run SCENARIO' : `there are: ${known.slice(-5).join(', ')}`,
  });
}

/** The campaign and trial id that `CAMPAIGN/ID` means. */
export function findTrial(resultsDir: string, name: string): { readonly files: CampaignFiles; readonly id: string } {
  const cut = name.replace(/\/+$/, '').lastIndexOf('/');
  if (cut < 1) {
    throw new LabError('bad-input', `${name} names no trial`, { hint: 'a trial is CAMPAIGN/ID, for example latest/003' });
  }
  return { files: findCampaign(resultsDir, name.slice(0, cut).replace(/\/trials$/, '')), id: name.slice(cut + 1).replace(/\/+$/, '') };
}
