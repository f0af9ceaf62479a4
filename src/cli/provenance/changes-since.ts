// What is not as a campaign began: the scenario, driftlab, files that the trials are made of, and refs that
// name other commits.
import type { Plan } from '../../plan/plan.js';
import type { StoredCampaign } from '../campaigns/campaign-store.js';
import { changedInputs, inputsOf } from './inputs.js';
import { packageVersion } from '../package-root.js';
import { pinsOf } from '../start/pinned-plan.js';
import { ownCommit, ownHash } from './provenance.js';
import type { ScenarioFile } from '../files/scenario-file.js';

export interface Since {
  readonly campaign: StoredCampaign;
  /** As it is to be run. */
  readonly plan: Plan;
  readonly file: ScenarioFile;
  /** Refs that name another commit now, each in words. */
  readonly moved: readonly string[];
}

/** Each in words, the scenario first; empty when all is as it was. */
export async function changesSince({ campaign, plan, file, moved }: Since): Promise<readonly string[]> {
  const { inputs } = campaign.manifest;
  const changed =
    inputs === undefined ? [] : changedInputs(inputs, await inputsOf(plan.arms, pinsOf(plan), file.dir));
  return [...changedScenario(campaign, file), ...(await changedDriftlab(campaign)), ...changed, ...moved];
}

/** What is known without looking at anything but the scenario. */
export function changedScenario({ manifest }: StoredCampaign, file: ScenarioFile): readonly string[] {
  return file.sha256 === manifest.scenario.sha256 ? [] : [`the scenario ${file.path}`];
}

/**
 * The version where that changed, else the commit, else the program's own files; what the manifest does not
 * say cannot have changed.
 */
async function changedDriftlab({ manifest: { driftlab } }: StoredCampaign): Promise<readonly string[]> {
  if (packageVersion() !== driftlab.version)
    return [`driftlab (was ${driftlab.version}, is ${packageVersion()})`];
  const commit = await ownCommit();
  if (driftlab.commit !== null && commit !== driftlab.commit)
    return [
      `driftlab (was commit ${driftlab.commit.slice(0, 8)}, is ` +
        `${commit?.slice(0, 8) ?? 'an installed package'})`,
    ];
  return driftlab.sha256 === undefined || driftlab.sha256 === (await ownHash())
    ? []
    : ['driftlab (its program files are others, at the same version)'];
}
