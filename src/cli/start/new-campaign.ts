// Makes a campaign's folder with everything that is known before the first trial.
import { basename } from 'node:path';
import { systemClock } from '../../base/clock.js';
import type { ExistingCheck } from '../../engine/index.js';
import type { Plan } from '../../plan/plan.js';
import { formatPlan } from '../../plan/plan-file.js';
import { createCampaign, formatManifest, writeWhole, type Manifest } from '../../store/index.js';
import { abraFacts } from '../provenance/abra-provenance.js';
import type { StoredCampaign } from '../campaigns/campaign-store.js';
import type { Conformances } from '../conformance/require-conformance.js';
import { programsOf } from '../engines/engine-programs.js';
import { inputsOf } from '../provenance/inputs.js';
import { packageVersion } from '../package-root.js';
import { pinsOf } from './pinned-plan.js';
import { hostFacts, ownCommit, ownHash, toolFacts } from '../provenance/provenance.js';
import { maskedPlan, maskOf } from './secret-env.js';
import type { ScenarioFile } from '../files/scenario-file.js';

export interface NewCampaign {
  readonly file: ScenarioFile;
  readonly plan: Plan;
  readonly question: string;
  readonly jobs: number;
  /** The existing engines that trials run on. */
  readonly existing: readonly ExistingCheck[];
  /** How each abra stands that deploys in it. */
  readonly conformances: Conformances;
  /** Folder of all campaigns. */
  readonly resultsDir: string;
}

/**
 * Writes manifest and plan. Values that their names say are secret stand in neither; the campaign in memory
 * has them.
 */
export async function newCampaign({
  file,
  plan,
  question,
  jobs,
  existing,
  conformances,
  resultsDir,
}: NewCampaign): Promise<StoredCampaign> {
  const mask = maskOf(plan);
  const startedAt = systemClock.wall();
  const [tools, abra, commit, sha256, inputs] = await Promise.all([
    toolFacts(existing, programsOf(plan.arms, file.dir)),
    abraFacts(plan.arms, file.dir, conformances),
    ownCommit(),
    ownHash(),
    inputsOf(plan.arms, pinsOf(plan), file.dir),
  ]);
  const files = createCampaign(resultsDir, startedAt, plan.scenario, plan.seed);
  const manifest: Manifest = {
    format: 1,
    campaign: basename(files.folder),
    startedAt,
    driftlab: { version: packageVersion(), commit, sha256 },
    argv: process.argv.slice(2).map(mask),
    scenario: {
      name: plan.scenario,
      question: mask(question),
      path: file.path,
      dir: file.dir,
      sha256: file.sha256,
      text: mask(file.text),
    },
    inputs,
    seed: plan.seed,
    jobs,
    host: hostFacts(),
    tools: { ...tools, abra },
  };
  writeWhole(files.manifest, formatManifest(manifest));
  writeWhole(files.plan, formatPlan(maskedPlan(plan, mask)));
  return { files, manifest, plan };
}
