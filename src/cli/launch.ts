// Runs what is left of a campaign's plan, shows how it goes, and prints the report: shared by run, resume and replay.
import { runCampaign } from '../campaign/run-campaign.js';
import { secretsOf } from '../base/redact.js';
import { linkLatest } from '../store/index.js';
import { exitCodeOf } from '../statistics/index.js';
import type { Verdict } from '../verdict/index.js';
import { campaignStore, readVerdicts, type StoredCampaign } from './campaign-store.js';
import { exitCodes } from './exit.js';
import { interruptible } from './interrupt.js';
import { openLaboratory } from './laboratory.js';
import { showProgress } from './progress.js';
import { printReport } from './print-report.js';
import type { Terminal } from './terminal.js';

export interface LaunchRequest {
  readonly campaign: StoredCampaign;
  readonly scenarioDir: string;
  readonly jobs: number;
  readonly budgetMs: number | null;
  readonly finished: ReadonlyMap<string, Verdict>;
  readonly json: boolean;
  readonly terminal: Terminal;
}

/** Returns the exit code. */
export async function launch(request: LaunchRequest): Promise<number> {
  const { campaign, terminal, jobs, scenarioDir, budgetMs, finished } = request;
  const progress = showProgress({ ...request, plan: campaign.plan, question: campaign.manifest.scenario.question });
  const signal = interruptible(() => {
    terminal.err('\nstopping: finished trials are kept, engines are taken down (again to stop at once)\n');
  });
  const secrets = secretsOf({ ...process.env, ...Object.assign({}, ...campaign.plan.arms.map((arm) => arm.settings.env)) as Record<string, string> });
  const ports = { ...campaignStore(campaign, secrets), trial: openLaboratory({ jobs, scenarioDir }) };
  linkLatest(campaign.files);
  try {
    const summary = await runCampaign({ plan: campaign.plan, jobs, budgetMs, ports, finished, onEvent: progress.onEvent }, signal);
    progress.end();
    printReport({ campaign, summary, verdicts: readVerdicts(campaign), format: request.json ? 'json' : 'terminal', name: 'latest', terminal });
    return signal.aborted ? exitCodes.interrupted : exitCodeOf(summary);
  } finally {
    progress.end();
  }
}
