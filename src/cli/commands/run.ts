// driftlab run: plan a campaign and run it.
import type { Command } from 'commander';
import { launch } from '../launch.js';
import { newCampaign } from '../new-campaign.js';
import { duration, jsonOption, outOption, wholeNumber } from '../options.js';
import { defaultJobs, planOf, type PlanOptions } from '../plan-of.js';
import { requireTools } from '../require-tools.js';
import { requireScenario } from '../scenario-file.js';
import { openTerminal } from '../terminal.js';

interface RunOptions extends PlanOptions {
  readonly jobs?: number;
  readonly budget?: number;
  readonly out: string;
  readonly json?: boolean;
}

export function addRun(program: Command, onExit: (code: number) => void): void {
  program
    .command('run')
    .description('plan a campaign and run it: every arm again and again, each trial judged and saved')
    .argument('<scenario>', 'a scenario file, or the name of one that comes with driftlab')
    .option('--trials <n>', 'trials of each arm, instead of the scenario\'s own number', wholeNumber(1))
    .option('--seed <n>', 'seed of the plan; the same seed gives the same plan (default: from the scenario\'s name)', wholeNumber(0))
    .option('--jobs <n>', 'trials at the same time, each on an engine of its own (default: twice the cores, at most 4)', wholeNumber(1))
    .option('--arm <name...>', 'only these arms')
    .option('--only <trial>', 'only this trial of the plan')
    .option('--budget <duration>', 'launch no trial after this time', duration)
    .addOption(outOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  driftlab run scenarios/discourse-upgrade.yml --trials 20 --jobs 4\n')
    .action(async (path: string, options: RunOptions) => { onExit(await run(path, options)); });
}

async function run(path: string, options: RunOptions): Promise<number> {
  const file = requireScenario(path);
  const plan = planOf(file.scenario, options);
  await requireTools(plan.arms, file.dir);
  const jobs = Math.min(options.jobs ?? defaultJobs(), plan.trials.length);
  const campaign = await newCampaign({ file, plan, question: file.scenario.question, jobs, resultsDir: options.out });
  return launch({
    campaign, scenarioDir: file.dir, jobs, budgetMs: options.budget ?? null, finished: new Map(), json: options.json === true,
    terminal: openTerminal(),
  });
}
