// Making and finding campaigns in results/.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  symlinkSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { LabError } from '../base/lab-error.js';
import { makeFolders } from '../base/make-folders.js';
import { holderOf } from './campaign-hold.js';
import { campaignFiles, type CampaignFiles } from './layout.js';
import { onDisk, refusedOnDisk } from './on-disk.js';

/**
 * Makes `<resultsDir>/<UTC time>-<scenario>-<seed>/`; never reuses a folder that is there. `at` is ISO 8601
 * UTC.
 */
export function createCampaign(
  resultsDir: string,
  at: string,
  scenario: string,
  seed: number,
): CampaignFiles {
  const time = at
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '')
    .replaceAll('-', '');
  const name = `${time}-${scenario}-${String(seed)}`;
  onDisk('make the folder', resultsDir, () => {
    makeFolders(resultsDir);
  });
  for (let suffix = 1; ; suffix++) {
    const folder = join(resultsDir, suffix === 1 ? name : `${name}.${String(suffix)}`);
    if (!isOurs(folder)) continue;
    onDisk('make the folder', join(folder, 'trials'), () => {
      mkdirSync(join(folder, 'trials'));
    });
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

/**
 * Points `results/latest` at the campaign, in one step. Where that cannot be written the link stays as it is:
 * no campaign ends by it.
 */
export function linkLatest(files: CampaignFiles): void {
  const link = join(files.folder, '..', 'latest');
  const fresh = `${link}.${String(process.pid)}`;
  try {
    rmSync(fresh, { force: true });
    symlinkSync(basename(files.folder), fresh);
    renameSync(fresh, link);
  } catch {
    rmSync(fresh, { force: true });
  }
}

/**
 * Points `results/latest` at a campaign that begins where there is none yet, so that it can be looked at from
 * the start.
 */
export function linkFirst(files: CampaignFiles): void {
  if (!existsSync(join(files.folder, '..', 'latest'))) linkLatest(files);
}

export interface FoundCampaign extends CampaignFiles {
  /** Where a scenario's name was given: how many campaigns of it there are, of which this is the latest. */
  readonly latestOf?: number;
}

/**
 * The campaign that `name` means: `latest`, the one that ended last; `running`, the one that runs; a folder
 * in results/ by its name or the beginning of it; a path; or a scenario's name, for the campaign of it that
 * began last.
 */
export function findCampaign(resultsDir: string, name: string): FoundCampaign {
  const word = basename(name);
  if (word === 'latest' || word === 'running') {
    const parent = name === word ? resultsDir : resolve(dirname(name));
    return word === 'latest' ? latestIn(parent) : runningIn(parent);
  }
  const found = [join(resultsDir, name), resolve(name)].find(isCampaign);
  if (found !== undefined) return campaignFiles(realpathSync(found));
  const known = campaignsIn(resultsDir);
  const meant = known.filter((campaign) => campaign.startsWith(name));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return campaignFiles(realpathSync(join(resultsDir, only)));
  const ofScenario = known.filter((campaign) => scenarioOf(campaign) === name);
  const newest = ofScenario.at(-1);
  if (newest !== undefined && meant.length === 0)
    return { ...campaignFiles(realpathSync(join(resultsDir, newest))), latestOf: ofScenario.length };
  throw noCampaign(
    meant.length > 1
      ? `${name} means ${String(meant.length)} campaigns in ${resultsDir}`
      : `there is no campaign ${name} in ${resultsDir}`,
    meant.length > 1 ? meant : known,
  );
}

/** The scenario's name, as {@link createCampaign} put it there; null of a folder that is called otherwise. */
function scenarioOf(campaign: string): string | null {
  return /^\d{8}T\d{6}Z-(.+)-\d+(?:\.\d+)?$/.exec(campaign)?.[1] ?? null;
}

/** Names of all campaigns in a folder of results, the oldest first. */
export function campaignsIn(resultsDir: string): readonly string[] {
  const names = existsSync(resultsDir) ? onDisk('read', resultsDir, () => readdirSync(resultsDir)) : [];
  return names.filter((name) => name !== 'latest' && isCampaign(join(resultsDir, name))).sort();
}

/**
 * The link has the one that ended last. One that was killed since could not set it, but its lock lies there
 * with when it began; where no link is left, the newest is taken that does not run. While the first of all
 * runs, it is that one.
 */
function latestIn(resultsDir: string): CampaignFiles {
  const names = campaignsIn(resultsDir);
  const held = names.flatMap((name) => {
    const holder = holderOf(campaignFiles(join(resultsDir, name)));
    return holder === null ? [] : [{ name, ...holder }];
  });
  const runs = (name: string): boolean => held.some((one) => one.name === name && one.works);
  const linked = linkedIn(resultsDir);
  const killed = held
    .filter(({ works, since }) => !works && since !== null && (linked === null || since > linked.at))
    .toSorted((a, b) => ((a.since ?? '') < (b.since ?? '') ? -1 : 1));
  const ended =
    linked !== null && names.includes(linked.name) && !runs(linked.name)
      ? linked.name
      : names.findLast((name) => !runs(name));
  const found = killed.at(-1)?.name ?? ended ?? names.at(-1);
  if (found === undefined) throw noCampaign(`there is no campaign latest in ${resultsDir}`, []);
  return campaignFiles(realpathSync(join(resultsDir, found)));
}

function runningIn(resultsDir: string): CampaignFiles {
  const names = campaignsIn(resultsDir).filter(
    (name) => holderOf(campaignFiles(join(resultsDir, name)))?.works === true,
  );
  const [only] = names;
  if (only !== undefined && names.length === 1) return campaignFiles(realpathSync(join(resultsDir, only)));
  if (only !== undefined)
    throw noCampaign(`${String(names.length)} campaigns run in ${resultsDir}, and running names one`, names);
  throw new LabError('bad-input', `no campaign runs in ${resultsDir}`, {
    hint: 'the one that ended last is latest',
  });
}

/** What `latest` points at, and since when. */
function linkedIn(resultsDir: string): { readonly name: string; readonly at: string } | null {
  const link = join(resultsDir, 'latest');
  try {
    return { name: basename(readlinkSync(link)), at: lstatSync(link).mtime.toISOString() };
  } catch {
    return null; // no link, or something else of that name
  }
}

function isCampaign(folder: string): boolean {
  return existsSync(join(folder, 'plan.json'));
}

function noCampaign(message: string, known: readonly string[]): LabError {
  return new LabError('bad-input', message, {
    hint:
      known.length === 0
        ? 'run one first: driftlab run SCENARIO'
        : `there are: ${known.slice(-5).join(', ')}`,
  });
}

/**
 * The id of the trial, or of the attempt at one, that somebody calls so: `3` is `003`, and `3.1` is `003.1`.
 * What is no number stays as it is, and so does the number of a trial that is not there.
 */
export function trialNamed({ trials }: Pick<CampaignFiles, 'trials'>, name: string): string {
  const [, number, attempt = ''] = /^(\d+)(\.\d+)?$/.exec(name) ?? [];
  if (number === undefined || existsSync(join(trials, name))) return name;
  const names = existsSync(trials) ? onDisk('read', trials, () => readdirSync(trials)) : [];
  const same = (id: string): boolean => Number(/^\d+/.exec(id)?.[0]) === Number(number);
  return names.find((id) => same(id) && id.replace(/^\d+/, '') === attempt) ?? name;
}

/** The campaign and trial id that `CAMPAIGN/ID` means. */
export function findTrial(
  resultsDir: string,
  name: string,
): { readonly files: FoundCampaign; readonly id: string } {
  const cut = name.replace(/\/+$/, '').lastIndexOf('/');
  if (cut < 1) {
    throw new LabError('bad-input', `${name} names no trial`, {
      hint: 'a trial is CAMPAIGN/ID, for example latest/003',
    });
  }
  const files = findCampaign(resultsDir, name.slice(0, cut).replace(/\/trials$/, ''));
  return { files, id: trialNamed(files, name.slice(cut + 1).replace(/\/+$/, '')) };
}
