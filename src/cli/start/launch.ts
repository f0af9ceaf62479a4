// Runs what is left of a campaign's plan, shows how it goes, and prints the report: shared by run, resume and
// replay.
import { formatFor } from '../../report/index.js';
import { dirname, join, relative } from 'node:path';
import { runCampaign } from '../../campaign/run-campaign.js';
import { linkFirst, linkLatest } from '../../store/index.js';
import type { Paces } from '../../plan/estimate.js';
import { exitCodeOf } from '../../statistics/index.js';
import type { Verdict } from '../../verdict/index.js';
import { campaignStore, readLost, type StoredCampaign } from '../campaigns/campaign-store.js';
import { exitCodes } from '../exit.js';
import { interruptible } from '../interrupt.js';
import type { Laboratory } from '../engines/laboratory.js';
import { keptVerdicts } from '../campaigns/kept-verdicts.js';
import { showProgress } from '../terminal/progress.js';
import { printReport } from '../campaigns/print-report.js';
import { maskOf } from './secret-env.js';
import type { Terminal } from '../terminal/terminal.js';

export interface LaunchRequest {
  readonly campaign: StoredCampaign;
  readonly laboratory: Laboratory;
  readonly scenarioDir: string;
  readonly jobs: number;
  readonly budgetMs: number | null;
  readonly finished: ReadonlyMap<string, Verdict>;
  /** Go on although an arm's deploys cannot work. */
  readonly keepGoing: boolean;
  readonly json: boolean;
  readonly terminal: Terminal;
  /** What the recipes say of their time. */
  readonly paces: Paces;
}

/** Returns the exit code. */
export async function launch(request: LaunchRequest): Promise<number> {
  const { campaign, terminal, laboratory, jobs, scenarioDir, budgetMs, finished, keepGoing } = request;
  const progress = showProgress({
    ...request,
    plan: campaign.plan,
    question: campaign.manifest.scenario.question,
  });
  const signal = interruptible(() => {
    terminal.err('\nstopping: finished trials are kept, engines are taken down (again to stop at once)\n');
  });
  const ports = {
    ...campaignStore(campaign, maskOf(campaign.plan)),
    trials: await laboratory.open({ jobs, scenarioDir }),
  };
  linkFirst(campaign.files);
  try {
    const summary = await runCampaign(
      {
        plan: campaign.plan,
        jobs,
        budgetMs,
        ports,
        finished,
        keepGoing,
        lost: readLost(campaign),
        onEvent: progress.onEvent,
      },
      signal,
    );
    progress.end();
    printReport({
      campaign,
      summary,
      verdicts: keptVerdicts(campaign),
      format: request.json ? formatFor.programs : formatFor.terminal,
      name: nameOf(campaign),
      terminal,
    });
    return signal.aborted ? exitCodes.interrupted : exitCodeOf(summary);
  } finally {
    progress.end();
    linkLatest(campaign.files);
  }
}

/** How the user names the newest campaign in the next command. */
function nameOf({ files }: StoredCampaign): string {
  const results = relative('.', dirname(files.folder));
  return results === 'results' ? 'latest' : join(results, 'latest');
}
