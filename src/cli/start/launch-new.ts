// A plan that was never run, as a campaign of its own: shared by run and replay.
import type { Plan } from '../../plan/plan.js';
import type { Laboratory } from '../engines/laboratory.js';
import type { ScenarioFile } from '../files/scenario-file.js';
import type { Terminal } from '../terminal/terminal.js';
import { whileHeld } from './held-campaign.js';
import { launch } from './launch.js';
import { newCampaign } from './new-campaign.js';
import { pinnedPlan } from './pinned-plan.js';

export interface NewLaunch {
  readonly file: ScenarioFile;
  readonly plan: Plan;
  readonly question: string;
  readonly laboratory: Laboratory;
  readonly jobs: number;
  /** In milliseconds; null for no bound. */
  readonly budgetMs: number | null;
  /** Go on although an arm's deploys cannot work. */
  readonly keepGoing: boolean;
  /** Folder of all campaigns. */
  readonly out: string;
  readonly json: boolean;
  readonly terminal: Terminal;
}

/** Returns the exit code. */
export async function launchNew(request: NewLaunch): Promise<number> {
  const { file, plan, laboratory, out } = request;
  const { existing, commits, conformances, paces } = await laboratory.requireTools(plan, file.dir);
  const campaign = await newCampaign({
    ...request,
    plan: pinnedPlan(plan, commits),
    existing,
    conformances,
    resultsDir: out,
  });
  return whileHeld(campaign.files, () =>
    launch({ ...request, campaign, scenarioDir: file.dir, finished: new Map(), paces }),
  );
}
